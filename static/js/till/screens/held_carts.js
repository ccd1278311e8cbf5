// Carts that wait: on this device, and at the other tills. Whoever touches one first goes on with it.

import { shortMoment } from "../data/clock.js";
import { t } from "../data/i18n.js";
import { mayBeOffered, nameOf } from "../data/shared_carts.js";
import { subscribe, till } from "../data/state.js";
import { pieces, receivedVnd, sums } from "../domain/cart.js";
import { vnd } from "../domain/money.js";
import { recallCart, syncNow, takeCart } from "../held_carts.js";
import { html } from "../ui/html.js";
import { notice } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";

/** @import { Cart } from "../domain/cart.js" */
/** @import { SharedCart } from "../data/shared_carts.js" */

const LOOK_MS = 3000;

/** The name of whoever held it. @param {string | undefined} username */
function holder(username) {
  const { cashiers, managers } = till.boot;
  const people = [...cashiers, ...managers, till.person];
  return people.find((one) => one.username === username)?.name ?? username ?? "";
}

const tillName = (/** @type {string} */ code) => till.boot.tills.find((one) => one.code === code)?.name ?? code;

/** What a cart comes to; another till may have written it in a shape of its own. @param {Cart} cart */
function totalOf(cart) {
  try {
    return vnd(sums(cart).totalVnd);
  } catch {
    return "–";
  }
}

export class HeldCartsScreen extends Screen {
  title = t("Đơn giữ");
  #timer = 0;

  enter() {
    this.#timer = setInterval(syncNow, LOOK_MS);
    syncNow();
  }

  leave() {
    clearInterval(this.#timer);
  }

  render() {
    const { heldCarts, sharedCarts } = till;
    const nothing = html`
      <div class="empty">
        <span class="title">${t("Không có đơn nào đang giữ")}</span>
        <p>${t("Bấm Giữ đơn ở chân đơn hàng để khách khác trả trước.")}</p>
      </div>
    `;
    return html`
      <div class="stack">
        ${till.online ? null : notice(t("Máy chủ mất kết nối. Chỉ thấy đơn giữ trên máy này."), "warn")}
        ${heldCarts.length + sharedCarts.length ? null : nothing}
        ${heldCarts.length ? html`<h3 class="label">${t("Trên máy này")}</h3>` : null}
        <ul class="rows">${heldCarts.map((cart) => this.#own(cart))}</ul>
        ${sharedCarts.length ? html`<h3 class="label">${t("Ở máy khác")}</h3>` : null}
        <ul class="rows">${sharedCarts.map((shared) => this.#others(shared))}</ul>
      </div>
    `;
  }

  /** @param {Cart} cart */
  #own(cart) {
    const paidVnd = receivedVnd(cart);
    const paid = t("đã nhận %(amount)s, chỉ lấy được ở máy này", { amount: vnd(paidVnd) });
    const seen = mayBeOffered(cart) ? t("máy khác cũng lấy được") : t("chỉ ở máy này");
    const take = () => {
      screens.close();
      recallCart(cart);
    };
    return this.#row(
      cart,
      nameOf(cart, t("Đơn giữ")),
      [cart.heldAt && shortMoment(cart.heldAt), holder(cart.heldBy), paidVnd ? paid : seen],
      take,
      `own-${cart.uid}`,
    );
  }

  /** @param {SharedCart} shared */
  #others(shared) {
    const take = () => {
      screens.close();
      takeCart(shared);
    };
    const about = [shortMoment(shared.held_at), holder(shared.held_by), tillName(shared.till)];
    return this.#row(shared.cart, shared.name, about, take, `other-${shared.uid}`);
  }

  /**
   * @param {Cart} cart
   * @param {string} name
   * @param {(string | undefined)[]} about
   * @param {() => void} take
   * @param {string} key
   */
  #row(cart, name, about, take, key) {
    const words = [t("%(count)s món", { count: pieces(cart) }), ...about].filter(Boolean).join(" · ");
    return html`
      <li>
        <span><span class="main-text">${name}</span><small class="num">${words}</small></span>
        <span class="controls">
          <b class="num">${totalOf(cart)}</b>
          <button type="button" class="btn-main" data-focus=${key} @click=${take}>${t("Lấy đơn")}</button>
        </span>
      </li>
    `;
  }
}

/** The list follows what other tills do, while it is open. */
export function watchHeldCarts() {
  subscribe(["heldCarts", "sharedCarts", "online"], () => {
    if (screens.current instanceof HeldCartsScreen) screens.current.update();
  });
}
