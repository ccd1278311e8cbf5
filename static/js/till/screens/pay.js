// Taking the money: cash with banknote buttons and change, VietQR, card, voucher, or several of them.

import { post } from "../data/api.js";
import { receive, roundingFor, sums } from "../domain/cart.js";
import { h } from "../ui/dom.js";
import { amount, handedOver, inNotes, vnd } from "../domain/money.js";
import { change, till } from "../data/state.js";
import { t } from "../data/i18n.js";
import { url } from "../data/urls.js";
import { Keypad } from "../ui/keypad.js";
import { open, trouble } from "../ui/stage.js";

const WAYS = { cash: t("Tiền mặt"), vietqr: "VietQR", card: t("Thẻ"), voucher: t("Phiếu mua hàng") };

/** Cash given in several goes is one payment: one amount, one handed over. */
function merged(parts) {
  const cash = parts.filter((part) => part.method === "cash");
  if (cash.length < 2) return parts;
  const sum = (field) => cash.reduce((total, part) => total + part[field], 0);
  return [
    ...parts.filter((part) => part.method !== "cash"),
    { ...cash[0], amountVnd: sum("amountVnd"), tenderedVnd: sum("tenderedVnd") },
  ];
}

/** paid({payments, roundingVnd, confirmed, changeVnd}) → {ok} or {ok: false, message} decides whether the view stays. */
export function openPay(paid) {
  const due = sums(till.cart).totalVnd;
  const step = till.catalogue.outlet.cash_rounding_vnd ?? 0;
  const ways = Object.keys(WAYS);
  const reference = `OCOP${till.cart.uid.replaceAll("-", "").slice(0, 8).toUpperCase()}`;
  let parts = till.cart.received ?? [];
  let method = "cash";
  let busy = false;
  let message = null;
  let qr = { wanted: "", state: "none" };
  let timer = 0;
  let voucher = "";
  const left = h("div", { class: "fill" });
  const right = h("div", { class: "stack-s" });
  const pad = new Keypad({ longest: 10, changed: () => draw() });

  const rounding = () => roundingFor(due, step, [...parts.map((one) => one.method), method]);
  const toPay = () => due + rounding();
  const remaining = () => toPay() - parts.reduce((sum, one) => sum + one.amountVnd, 0);
  const typed = () => pad.whole ?? remaining();
  const covers = () => typed() >= remaining();
  const changeVnd = () => (method === "cash" ? Math.max(0, typed() - remaining()) : 0);

  /** What has been received stays with the cart, should the cashier go back to it or the page be loaded again. */
  function take(now) {
    parts = now;
    change({ cart: receive(till.cart, parts) });
  }

  /** Each transfer of a sale says another thing, so that the bank's message tells which one came. */
  function purpose() {
    const names = [reference, ...parts.map((_, n) => `${reference}${n + 1}`)];
    return names.find((name) => parts.every((one) => one.reference !== name));
  }

  function part() {
    const amountVnd = Math.min(typed(), remaining());
    if (method === "cash") return { method, amountVnd, tenderedVnd: typed() };
    if (method === "vietqr") return { method, amountVnd, reference: purpose() };
    return { method, amountVnd, ...(method === "voucher" && voucher.trim() ? { reference: voucher.trim() } : {}) };
  }

  function choose(name, typedAlready = "") {
    method = name;
    message = null;
    if (qr.state === "failed") qr = { wanted: "", state: "none" };
    pad.set(typedAlready);
  }

  async function go(received = true) {
    if (busy) return;
    if (remaining() < 0) {
      message = t("Đã nhận nhiều hơn tổng cộng. Bỏ bớt phần đã nhận rồi nhận lại.");
      draw();
      return;
    }
    if (!covers()) {
      if (typed() <= 0) return;
      take([...parts, { ...part(), received }]);
      method = "cash";
      voucher = "";
      pad.set("");
      return;
    }
    busy = true;
    message = null;
    draw();
    const all = merged([...parts, { ...part(), received }]);
    const confirmed = all.filter((one) => one.method === "vietqr" && one.received).map((one) => one.reference);
    const outcome = await paid({ payments: all, roundingVnd: rounding(), confirmed, changeVnd: changeVnd() });
    busy = false;
    if (!outcome.ok && outcome.message) message = outcome.message;
    if (!outcome.ok) draw();
  }

  function askQr() {
    const { amountVnd, reference: said } = part();
    const wanted = `${amountVnd} ${said}`;
    if (qr.wanted === wanted || amountVnd <= 0) return;
    qr = { wanted, state: "asking" };
    clearTimeout(timer);
    timer = setTimeout(
      async () => {
        try {
          const answer = await post(url("vietqr"), { amount_vnd: amountVnd, reference: said });
          if (qr.wanted === wanted) qr = { wanted, state: "ready", svg: answer.svg };
        } catch (problem) {
          if (qr.wanted === wanted) qr = { wanted, state: "failed", message: problem.message };
        }
        if (method === "vietqr" && !busy) draw();
      },
      pad.text ? 500 : 0,
    );
  }

  function qrBox() {
    askQr();
    const wanted = Math.min(typed(), remaining());
    const picture =
      qr.state === "ready"
        ? h("img", {
            src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(qr.svg)}`,
            alt: t("Mã VietQR %(amount)s, nội dung %(reference)s", {
              amount: vnd(wanted),
              reference: part().reference,
            }),
          })
        : h(
            "div",
            { class: "waiting" },
            qr.state === "failed" ? `${t("Chưa tạo được mã VietQR.")} ${qr.message}` : t("Đang tạo mã VietQR…"),
          );
    return h(
      "div",
      { class: "qr" },
      picture,
      h(
        "div",
        { class: "stack-s" },
        h("span", { class: "caption" }, t("Khách quét mã, chuyển")),
        h("span", { class: "due num" }, amount(wanted)),
        h("span", { class: "caption" }, t("Nội dung chuyển khoản")),
        h("span", { class: "ref selectable" }, part().reference),
        h("p", { class: "quiet" }, t("Đợi tiền về tài khoản của điểm bán rồi mới bấm.")),
      ),
    );
  }

  function cashBox() {
    const quick = handedOver(remaining());
    const back = changeVnd();
    return [
      h(
        "div",
        { class: "banknotes" },
        quick.map((value) =>
          h(
            "button",
            {
              type: "button",
              class: "num",
              "aria-pressed": String(pad.whole === value),
              onclick: () => pad.set(String(value)),
            },
            amount(value),
          ),
        ),
      ),
      h(
        "div",
        { class: "pair-big" },
        h("span", {}, pad.whole === null ? t("Khách đưa vừa đủ") : t("Khách đưa")),
        h("b", { class: "num" }, vnd(typed())),
      ),
      covers()
        ? h(
            "div",
            { class: "change-box", role: "status" },
            h("span", {}, t("Tiền thừa trả khách")),
            h("b", { class: "num" }, vnd(back)),
          )
        : h(
            "div",
            { class: "change-box warn", role: "status" },
            h("span", {}, t("Còn thiếu")),
            h("b", { class: "num" }, vnd(remaining() - typed())),
          ),
    ];
  }

  function otherBox() {
    const wanted = Math.min(typed(), remaining());
    const field = h("input", {
      type: "text",
      id: "voucher",
      maxlength: 60,
      autocomplete: "off",
      value: voucher,
      oninput: (event) => {
        voucher = event.target.value;
      },
    });
    return [
      h(
        "div",
        { class: "pair-big" },
        h("span", {}, method === "card" ? t("Quẹt thẻ số tiền") : t("Trừ vào phiếu mua hàng")),
        h("b", { class: "num" }, vnd(wanted)),
      ),
      method === "voucher"
        ? h("div", { class: "field" }, h("label", { for: "voucher" }, t("Số phiếu mua hàng")), field)
        : h("p", { class: "muted" }, t("Nhập đúng số tiền này trên máy quẹt thẻ. Máy báo thành công thì bấm Xong.")),
    ];
  }

  function label() {
    if (busy) return t("Đang ghi đơn…");
    if (!covers()) {
      return t("Nhận %(amount)s, còn %(rest)s", { amount: amount(typed()), rest: amount(remaining() - typed()) });
    }
    if (till.printer === "none") return method === "vietqr" ? t("Đã nhận tiền") : t("Xong");
    return method === "vietqr" ? t("Đã nhận tiền, in phiếu") : t("Xong, in phiếu");
  }

  function draw() {
    const roundingVnd = rounding();
    const focusedVoucher = document.activeElement?.id === "voucher";
    left.replaceChildren(
      ...[
        h(
          "div",
          {},
          h(
            "span",
            { class: "caption" },
            parts.length ? t("Còn phải trả, trên %(amount)s", { amount: vnd(toPay()) }) : t("Tổng cộng"),
          ),
          h("div", { class: "due num" }, vnd(remaining())),
          roundingVnd
            ? h("span", { class: "quiet num" }, t("Đã làm tròn %(amount)s", { amount: vnd(roundingVnd) }))
            : null,
        ),
        parts.length
          ? h(
              "ul",
              { class: "parts" },
              parts.map((one, n) =>
                h(
                  "li",
                  {},
                  h("span", {}, WAYS[one.method], " ", h("b", { class: "num" }, vnd(one.amountVnd))),
                  h(
                    "button",
                    {
                      type: "button",
                      class: "btn-quiet",
                      onclick: () => {
                        take(parts.filter((_, at) => at !== n));
                        choose(method);
                      },
                    },
                    t("Bỏ"),
                  ),
                ),
              ),
            )
          : null,
        h(
          "div",
          { class: "ways", role: "group", "aria-label": t("Cách thanh toán") },
          ways.map((name, n) =>
            h(
              "button",
              {
                type: "button",
                "aria-pressed": String(method === name),
                "data-way": name,
                onclick: () => choose(name),
              },
              WAYS[name],
              n === 0 ? h("kbd", {}, "←") : n === ways.length - 1 ? h("kbd", {}, "→") : null,
            ),
          ),
        ),
        ...(method === "cash" ? cashBox() : method === "vietqr" ? [qrBox()] : otherBox()),
        message ? trouble(message) : null,
      ].filter(Boolean),
      h(
        "div",
        { class: "bottom" },
        method === "vietqr" && covers()
          ? h(
              "button",
              { type: "button", class: "btn-quiet", disabled: busy, onclick: () => go(false) },
              t("Chưa thấy tiền về, vẫn giao hàng (ghi chờ xác nhận)"),
            )
          : null,
        h(
          "button",
          { type: "button", class: "btn-main done", id: "finish", disabled: busy, onclick: () => go(true) },
          label(),
          busy ? null : h("kbd", {}, "Enter"),
        ),
      ),
    );
    if (focusedVoucher) left.querySelector("#voucher")?.focus();
    const back = changeVnd();
    const { notes, restVnd } = inNotes(back);
    right.replaceChildren(
      ...[
        h("h3", {}, pad.text ? t("Đang gõ: %(amount)s", { amount: vnd(pad.whole) }) : t("Bàn phím số")),
        pad.node,
        back > 0
          ? h(
              "div",
              { class: "note-card" },
              h("b", {}, t("Gợi ý trả tiền thừa")),
              h("span", { class: "num" }, notes.map(([note, pieces]) => `${amount(note)} × ${pieces}`).join(" · ")),
              restVnd
                ? h(
                    "span",
                    { class: "quiet" },
                    t("Còn %(amount)s không có tờ tiền nào trả được.", { amount: vnd(restVnd) }),
                  )
                : null,
            )
          : null,
        till.online
          ? null
          : h(
              "div",
              { class: "note-card inline" },
              h("span", { class: "chip warn" }, t("Máy chủ mất kết nối")),
              h("span", {}, t("Cứ bán bình thường. Đơn được giữ trên máy này và gửi khi có mạng lại.")),
            ),
      ].filter(Boolean),
    );
  }

  draw();
  open({
    title: t("Thu tiền"),
    quietTitle: true,
    full: true,
    pays: true,
    left,
    right,
    keypad: pad,
    enter: () => go(true),
    arrow: (by) => !busy && choose(ways.at((ways.indexOf(method) + by) % ways.length)),
    redraw: () => !busy && choose(method, pad.text),
    closed: () => clearTimeout(timer),
    busy: () => busy,
  });
}
