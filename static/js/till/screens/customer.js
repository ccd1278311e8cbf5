// The customer's name, on the receipt and to find a cart on hold again.

import { t } from "../data/i18n.js";
import { setState, till } from "../data/state.js";
import { setCustomer } from "../domain/cart.js";
import { html, input } from "../ui/html.js";
import { Screen, screens } from "../ui/screens.js";

export class CustomerScreen extends Screen {
  title = t("Khách hàng");
  #name = input`
    <input type="text" id="customer-name" maxlength="120" autocomplete="off" data-first value=${till.cart.customer}>
  `;

  /** @param {{ isUndone: boolean }} how */
  leave({ isUndone }) {
    if (!isUndone) setState({ cart: setCustomer(till.cart, this.#name.value.trim().normalize("NFC")) });
  }

  submit() {
    screens.close();
  }

  render() {
    return html`
      <div class="stack">
        <div class="field">
          <label for="customer-name">${t("Tên hoặc số điện thoại của khách")}</label>
          ${this.#name}
          <span class="hint">${t("Ghi trên phiếu và để tìm lại đơn đang giữ. Khách lẻ thì bỏ trống.")}</span>
        </div>
        <button type="button" class="btn-main done-button" @click=${() => this.submit()}>${t("Xong")}<kbd>Enter</kbd></button>
      </div>
    `;
  }
}
