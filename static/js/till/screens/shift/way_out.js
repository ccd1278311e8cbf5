// The way from a till without a shift: home, for who has another page than the till.

import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { signOut } from "../../session.js";
import { html } from "../../ui/html.js";

export function wayOut() {
  return till.person.role === "cashier"
    ? html`<button type="button" class="btn-quiet" @click=${signOut}>${t("Đăng xuất")}</button>`
    : html`<a class="btn btn-quiet" href=${url("home")}>${t("Về trang chính")}</a>`;
}
