// The pictures of the customer display.

import { clockTime } from "../till/data/clock.js";
import { t } from "../till/data/i18n.js";
import { amount, parseQuantity, quantityWords, vnd } from "../till/domain/money.js";
import { tintOf } from "../till/domain/pictures.js";
import { qrPicture } from "../till/domain/qr.js";
import { drawing } from "../till/ui/drawings.js";
import { unbroken } from "../till/screens/page/goods_text.js";
import { $, fill, html } from "../till/ui/html.js";
import { photoOr } from "../till/ui/picture.js";

/** @import { Shown, ShownGoods, ShownLine, ShownThanks, ShownTransfer } from "../till/domain/shown.js" */

const SHELF = ["sack", "potato", "teapot", "jar", "noodle", "vase", "melon", "banana", "chum", "gift"];

/** @param {number} value đồng */
const figure = (value) => html`<b class="figure num">${amount(value)}<small>&nbsp;₫</small></b>`;

/** @param {ShownLine} line @param {boolean} isLast */
const row = ({ name, quantity, unit, less_vnd: lessVnd, amount_vnd: amountVnd, offers = [] }, isLast) => html`
  <li class=${isLast ? "now" : ""}>
    <span class="quantity num">${quantityWords(parseQuantity(quantity) ?? 0)}<small>&nbsp;${unit}</small></span>
    <span class="name">
      <span class="text">${unbroken(name)}</span>
      ${offers.map((offer) => html`<span class="tag good">${offer}</span>`)}
      ${lessVnd ? html`<span class="tag good">${t("bớt %(amount)s", { amount: amount(lessVnd) })}</span>` : null}
    </span>
    <b class="num">${amount(amountVnd)}</b>
  </li>
`;

/** @param {ShownGoods} goods */
const goodsCard = ({ name, producer, commune, stars, picture, photo }) => html`
  <section class="added tint-${tintOf(picture)}">
    <p class="label">${t("Vừa thêm")}</p>
    <h1>${name}</h1>
    ${
      stars
        ? html`<p><span class="stars" aria-hidden="true">${"★".repeat(stars)}</span> ${t("OCOP %(stars)s sao", { stars })}</p>`
        : null
    }
    <p class="from">${producer}</p>
    ${commune ? html`<p class="from">${commune}</p>` : null}
    ${photoOr(photo, 480, drawing(picture))}
  </section>
`;

/** @param {Shown} shown */
function cart({ lines = [], earlier_lines: earlier = 0, added, pieces = 0, less_vnd: less = 0, total_vnd: total = 0 }) {
  return html`
    <div class="at-cart">
      <ul class="bill">
        ${earlier ? html`<li class="earlier">${t("và %(count)s món trước đó", { count: earlier })}</li>` : null}
        ${lines.map((line, n) => row(line, n === lines.length - 1))}
      </ul>
      ${added ? goodsCard(added) : html`<section class="added tint-plain">${drawing("gift")}</section>`}
      <footer class="total">
        <span>${t("%(count)s món", { count: pieces })}
          ${less ? html`<small class="num">${t("đã bớt cho quý khách %(amount)s", { amount: vnd(less) })}</small>` : null}
        </span>
        <span class="sum" aria-live="polite">${t("Tổng cộng")} ${figure(total)}</span>
      </footer>
    </div>
  `;
}

/** @param {ShownTransfer} asked */
function transfer({ payload, amount_vnd: amountVnd, holder, account, reference }) {
  const facts = [
    [t("Chủ tài khoản"), holder],
    [t("Số tài khoản"), account],
    [t("Nội dung"), reference],
  ];
  return html`
    <div class="at-transfer">
      <div class="code"><img src=${qrPicture(payload) ?? ""} alt=${t("Mã VietQR để chuyển khoản")}></div>
      <div class="how">
        <h1 class="label">${t("Mời quý khách quét mã")}</h1>
        ${figure(amountVnd)}
        <p>${t("Mở ứng dụng ngân hàng, quét mã, xem đúng tên rồi bấm chuyển.")}</p>
        <dl>
          ${facts.map(([label, text]) => (text ? html`<div><dt>${label}</dt><dd>${text}</dd></div>` : null))}
        </dl>
      </div>
    </div>
  `;
}

const shelf = () => html`
  <div class="shelf" aria-hidden="true">
    ${SHELF.map((name) => html`<span class="tint-${tintOf(name)}">${drawing(name)}</span>`)}
  </div>
`;

/** @param {ShownThanks} sold */
function thanks({ paid_vnd: paid, change_vnd: change, number, slip, communes }) {
  const from = communes.join(", ");
  return html`
    <div class="at-thanks">
      <div class="bye">
        <h1>${t("Cảm ơn quý khách")}</h1>
        ${from ? html`<p>${t("Hàng của bà con %(communes)s.", { communes: from })}</p>` : null}
        <dl>
          <div><dt>${t("Đã nhận")}</dt><dd>${figure(paid)}</dd></div>
          <div><dt>${t("Trả lại")}</dt><dd>${figure(change)}</dd></div>
        </dl>
      </div>
      <div class="keep">
        <img src=${qrPicture(slip) ?? ""} alt="">
        <b>${t("Quét để giữ phiếu")}</b>
        ${number ? html`<span class="num">${number}</span>` : null}
      </div>
      ${shelf()}
    </div>
  `;
}

const welcome = () => html`
  <div class="at-thanks">
    <div class="bye"><h1>${t("Kính chào quý khách")}</h1><p>${t("Mỗi xã một sản phẩm")}</p></div>
    ${shelf()}
  </div>
`;

/** @param {Shown | null} shown null: the till has been silent */
export function draw(shown) {
  fill($("#aside"), asideOf(shown));
  fill($("#main"), pictureOf(shown));
}

/** Says that the till is not heard any more, or takes it back. @param {boolean} isCutOff */
export function drawCutOff(isCutOff) {
  document.body.classList.toggle("cut-off", isCutOff);
  if (!isCutOff) $("#cut-off")?.remove();
  else if (!$("#cut-off")) {
    const words = t("Mất kết nối với máy bán hàng. Xin xem tổng tiền ở quầy.");
    document.body.append(html`<p class="notice warn" id="cut-off" role="status">${words}</p>`);
  }
}

/** @param {Shown | null} shown */
function asideOf(shown) {
  if (shown?.view === "transfer") return t("Trả bằng VietQR");
  if (shown?.view === "thanks") return html`<span class="num">${clockTime(new Date().toISOString())}</span>`;
  return t("Mỗi xã một sản phẩm");
}

/** @param {Shown | null} shown */
function pictureOf(shown) {
  if (shown?.view === "cart") return cart(shown);
  if (shown?.view === "transfer" && shown.transfer) return transfer(shown.transfer);
  if (shown?.view === "thanks" && shown.thanks) return thanks(shown.thanks);
  return welcome();
}

/** @param {string} trouble why the code did not pair this device; empty when there was none */
export function drawUnpaired(trouble) {
  fill($("#aside"), null);
  fill(
    $("#main"),
    html`
      <div class="unpaired">
        <h1>${t("Màn hình này chưa ghép với máy bán hàng nào.")}</h1>
        ${trouble ? html`<p class="notice warn">${trouble}</p>` : null}
        <p>${t("Ở máy bán hàng: bấm Thêm, Màn hình khách, rồi quét mã hiện ra bằng máy này.")}</p>
      </div>
    `,
  );
}
