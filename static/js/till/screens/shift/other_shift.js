// A shift that was opened here without the server went into one that another device had open: the float typed here is in no
// book. The question about it is kept until somebody has answered it: a page that is loaded again asks again.

import { messageOf, post } from "../../data/api.js";
import { shortMoment } from "../../data/clock.js";
import { dropDraft, loadDraft, saveDraft } from "../../data/drafts.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";
import { toast } from "../../ui/messages.js";
import { ask, isAsking } from "../../ui/question.js";
import { screens } from "../../ui/screens.js";

/** @import { Shift } from "../../data/state.js" */
/** @typedef {{ shift: string, openedAt: string, move: string, floatVnd: number }} Question move: uid of the cash that goes in */

const ASK_AGAIN_MS = 1000;

const draft = () => `other shift ${till.boot.till}`;

/** Asks, when nothing else is open. @param {Question} question */
async function put({ shift, openedAt, move, floatVnd }) {
  if (isAsking() || screens.current) {
    setTimeout(() => put({ shift, openedAt, move, floatVnd }), ASK_AGAIN_MS);
    return;
  }
  const text = t("Máy khác đã mở ca lúc %(time)s. Mọi đơn bán ở đây được ghi vào ca đó.", {
    time: shortMoment(openedAt),
  });
  const amount = vnd(floatVnd);
  const money = t("Tiền đầu ca %(amount)s gõ ở máy này chưa ghi. Tiền ấy có nằm thêm trong két không?", { amount });
  const yes = t("Có, ghi nộp %(amount)s", { amount });
  if (await ask({ title: t("Ca đã mở ở máy khác"), text: `${text} ${money}`, yes, no: t("Không, bán tiếp") })) {
    const reason = t("Tiền đầu ca mở lúc mất kết nối");
    try {
      await post(url("cash_moves", { uid: shift }), { uid: move, kind: "in", amount_vnd: floatVnd, reason });
      toast(t("Đã ghi nộp %(amount)s vào két.", { amount }));
    } catch (error) {
      toast(messageOf(error), "bad");
      return;
    }
  }
  await dropDraft(draft());
}

/**
 * Everything made here is in the shift that another device had opened.
 * @param {Shift} shift
 * @param {Shift} instead the one of this device
 */
export async function askOtherShift(shift, instead) {
  const { uid: move, opening_float_vnd: floatVnd } = instead;
  if (!floatVnd) {
    const time = shortMoment(shift.opened_at);
    toast(t("Máy khác đã mở ca lúc %(time)s. Mọi đơn bán ở đây được ghi vào ca đó.", { time }), "warn");
    return;
  }
  const question = { shift: shift.uid, openedAt: shift.opened_at, move, floatVnd };
  await saveDraft(draft(), { ...question, floatVnd: String(floatVnd) });
  await put(question);
}

/** The page was loaded again before anybody had answered. */
export async function askOtherShiftAgain() {
  const { shift, openedAt, move, floatVnd } = await loadDraft(draft());
  if (!shift || isAsking()) return;
  if (shift === till.shift?.uid) await put({ shift, openedAt, move, floatVnd: Number(floatVnd) });
  else await dropDraft(draft());
}
