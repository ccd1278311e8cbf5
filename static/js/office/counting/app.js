// The page of a count session: scan or find, type, Enter, next. Several phones count at once, and each sees the others' figures.

import { t } from "../../till/data/i18n.js";
import { useUrls } from "../../till/data/urls.js";
import { uid } from "../../till/data/uid.js";
import { quantityWords } from "../../till/domain/money.js";
import { initCamera } from "../../till/ui/camera.js";
import { $ } from "../../till/ui/html.js";
import { listenForScans } from "../../till/ui/scanner.js";
import { Finder } from "../goods/find.js";
import { Board } from "./board.js";
import { Figure } from "./figure.js";
import { Kept } from "./kept.js";
import { Sender } from "./sender.js";
import { entriesAfter } from "./server.js";

/** @import { FoundGoods } from "../goods/requests.js" */
/** @import { CountedGoods } from "./figure.js" */

/** @typedef {[name: string, unit: string, places: number, producer: string, bestBefore: string, onHand: number | null]} Known */
/**
 * @typedef {object} Boot
 * @property {string} session
 * @property {string} person
 * @property {Record<string, string>} people names by username
 * @property {Record<"entries" | "read_codes", string>} urls
 * @property {Record<string, Known>} lots those that lie here or once did
 */

const LOOK_MS = 4000;
/** What the links on our labels end with. */
const LABEL = /\/(?:t|10)\/([^/?#]+)(?:[?#]|$)/;

class CountPage {
  /** @type {Boot} */
  #boot;
  #kept;
  #sender;
  #board;
  #figure;
  #finder;
  #saved = $("[data-count-saved]");
  #turn = Promise.resolve();

  /**
   * @param {Boot} boot
   * @param {HTMLFormElement} search
   */
  constructor(boot, search) {
    this.#boot = boot;
    this.#kept = new Kept(boot.session);
    this.#board = new Board($("[data-count-board]"), this.#kept, {
      people: boot.people,
      onChosen: (lot) => this.#choose(lot, false),
    });
    this.#sender = new Sender(this.#kept, boot.urls.entries, {
      onTaken: (entry) => this.#board.take([entry]),
      onChange: () => this.#draw(),
    });
    this.#figure = new Figure(/** @type {HTMLFormElement} */ ($("[data-count-figure]")), (goods, counted, byScan) =>
      this.#enter(goods, counted, byScan),
    );
    this.#finder = new Finder(search, {
      onChosen: async (goods, isScan) => this.#open(goods, isScan, goods.quantity),
      isChosen: (code) => this.#board.holds(code) !== null,
      context: () => new URLSearchParams(),
    });
    search.addEventListener("submit", (event) => event.preventDefault());
  }

  start() {
    listenForScans({
      onScan: (code, others) => this.#inTurn(() => this.#scan(code, others)),
      onType: (text) => text.trim() && !this.#figure.goods && this.#finder.type(text),
      takesPin: () => false,
    });
    useUrls({ read_codes: this.#boot.urls.read_codes });
    initCamera((code) => this.#inTurn(() => this.#scan(code, [])), {
      button: $("[data-goods-camera]"),
      before: $("[data-goods-say]"),
      warn: (sentence) => this.#finder.say(sentence, "warn"),
    });
    for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("a[data-count-lot]"))) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.#choose(link.dataset.countLot ?? "", false);
      });
    }
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#look());
    setInterval(() => document.visibilityState === "visible" && this.#look(), LOOK_MS);
    this.#look();
    this.#sender.send();
    const asked = new URLSearchParams(location.search).get("lot");
    if (asked) this.#choose(asked, false);
    else if (matchMedia("(pointer: fine)").matches) this.#finder.focus();
  }

  /** @param {() => Promise<unknown> | void} act */
  #inTurn(act) {
    this.#turn = this.#turn.then(act).then(
      () => undefined,
      () => undefined,
    );
  }

  /**
   * @param {string} code
   * @param {string[]} others
   */
  async #scan(code, others) {
    const own = this.#lotOf(code);
    if (own) this.#choose(own, true);
    else await this.#finder.read(code, true, others);
  }

  /** The lot that a code names, where this page knows it: no network is needed then. @param {string} code */
  #lotOf(code) {
    const end = LABEL.exec(code)?.[1];
    const name = end ? decodeURIComponent(end) : code;
    return name in this.#boot.lots ? name : null;
  }

  /**
   * @param {string} lot
   * @param {boolean} isScan
   */
  #choose(lot, isScan) {
    const known = this.#boot.lots[lot];
    if (!known) {
      this.#finder.read(lot, isScan);
      return;
    }
    const [name, unit, places, producer_name, best_before] = known;
    this.#open({ lot, name, unit, places, producer_name, best_before: best_before || null }, isScan, null);
  }

  /**
   * @param {CountedGoods | FoundGoods} found
   * @param {boolean} isScan
   * @param {string | null} said
   */
  #open(found, isScan, said) {
    const goods = /** @type {CountedGoods} */ (found);
    this.#finder.clear();
    this.#finder.say("");
    if (isScan && this.#figure.goods?.lot === goods.lot) {
      this.#figure.raise(said);
      return;
    }
    if (this.#figure.isTyped && !this.#figure.enter()) return;
    const before = this.#board.holds(goods.lot);
    const booked = this.#boot.lots[goods.lot]?.[5] ?? null;
    this.#figure.open(goods, {
      before: before ? this.#board.said(before) : "",
      booked:
        booked === null
          ? ""
          : t("Trên sổ: %(quantity)s %(unit)s", { quantity: quantityWords(booked), unit: goods.unit }),
      byScan: isScan,
      said,
    });
  }

  /**
   * @param {CountedGoods} goods
   * @param {string} counted
   * @param {boolean} byScan
   */
  #enter({ lot, name, unit }, counted, byScan) {
    const counted_at = new Date().toISOString();
    const isKept = this.#kept.add({ uid: uid(), lot, name, unit, counted, counted_at, by_scan: byScan });
    if (!isKept) this.#finder.say(t("Máy này không lưu được số. Đợi có mạng rồi đếm lại lô này."), "bad");
    this.#draw();
    this.#sender.send();
    this.#finder.focus();
  }

  async #look() {
    try {
      this.#board.take(await entriesAfter(this.#boot.urls.entries, this.#board.last));
    } catch {
      return; // the next look will tell
    }
    this.#draw();
  }

  #draw() {
    this.#board.draw();
    const waiting = this.#sender.waiting.length;
    const [tone, mark, words] = this.#state(waiting);
    this.#saved.className = `count-saved chip ${tone}`;
    this.#saved.textContent = `${mark} ${words}`;
  }

  /** @param {number} waiting @returns {[tone: string, mark: string, words: string]} */
  #state(waiting) {
    if (waiting === 0) return ["good", "✓", t("đã lưu")];
    if (this.#sender.state === "signed-out") return ["bad", "!", t("cần đăng nhập lại")];
    if (this.#sender.state === "offline") return ["warn", "!", t("%(n)s số trên máy", { n: waiting })];
    return ["info", "…", t("đang gửi")];
  }
}

const boot = document.querySelector("#count-boot")?.textContent;
const search = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-count-search]"));
if (boot && search) new CountPage(JSON.parse(boot), search).start();
