// How the till shows itself to the person who sells, and after how long this device locks.

import { csrfToken } from "../../data/api.js";
import { choose, deviceSettings } from "../../data/settings.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { segments } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { soundAccepted } from "../../ui/sound.js";
import { scaleRow } from "./scale.js";

/** @import { Settings } from "../../data/settings.js" */

/** @type {{ key: keyof Settings, label: string, choices: [value: string | number, label: string][] }[]} */
const ROWS = [
  {
    key: "theme",
    label: t("Màu màn hình"),
    choices: [
      ["auto", t("theo máy")],
      ["light", t("sáng")],
      ["dark", t("tối")],
    ],
  },
  {
    key: "type_size",
    label: t("Cỡ chữ"),
    choices: [
      ["normal", t("vừa")],
      ["large", t("lớn")],
    ],
  },
  {
    key: "sound",
    label: t("Tiếng báo"),
    choices: [
      ["loud", t("to")],
      ["soft", t("nhỏ")],
      ["off", t("tắt")],
    ],
  },
  {
    key: "letterKeys",
    label: t("Bàn phím chữ trên màn hình"),
    choices: [
      ["auto", t("khi chạm vào ô")],
      ["always", t("luôn có")],
      ["off", t("không")],
    ],
  },
  {
    key: "lockMinutes",
    label: t("Tự khóa khi không ai bấm"),
    choices: [
      [0, t("không")],
      [2, t("2 phút")],
      [5, t("5 phút")],
      [15, t("15 phút")],
    ],
  },
];

const LANGUAGES = [
  ["vi", t("Tiếng Việt")],
  ["en", "English"],
];

/** The page is loaded anew in the other language; the cart and what waits stay on this device. @param {string} language */
async function speak(language) {
  const body = new URLSearchParams({ language });
  const headers = { "X-CSRFToken": csrfToken() };
  try {
    await fetch(url("language"), { method: "POST", body, headers, redirect: "manual" });
    location.reload();
  } catch {
    toast(t("Máy chủ mất kết nối nên chưa đổi được ngôn ngữ."), "warn");
  }
}

function languageRow() {
  const label = t("Ngôn ngữ");
  const choices = LANGUAGES.map(([value, words]) => ({
    key: `language-${value}`,
    label: words,
    isChosen: document.documentElement.lang === value,
    act: () => speak(value),
  }));
  return html`<div class="stack-s"><span class="label">${label}</span>${segments(choices, label)}</div>`;
}

export class SettingsScreen extends Screen {
  title = t("Màn hình của tôi");

  submit() {
    screens.close();
  }

  render() {
    return html`
      <div class="stack">
        ${ROWS.map(({ key, label, choices }) => this.#row(key, label, choices))}
        ${languageRow()}
        ${scaleRow(() => this.update())}
        <p class="quiet">${t(
          "Màu, cỡ chữ và tiếng báo là của riêng %(name)s, theo sang mọi máy bán hàng. Những mục khác là của máy này.",
          {
            name: till.person.name,
          },
        )}</p>
      </div>
    `;
  }

  /**
   * @param {keyof Settings} key
   * @param {string} label
   * @param {[value: string | number, label: string][]} choices
   */
  #row(key, label, choices) {
    const chosen = deviceSettings()[key];
    const act = (/** @type {string | number} */ value) => {
      choose({ [key]: value });
      if (key === "sound") soundAccepted();
      this.update();
    };
    return html`
      <div class="stack-s">
        <span class="label">${label}</span>
        ${segments(
          choices.map(([value, words]) => ({
            key: `${key}-${value}`,
            label: words,
            isChosen: chosen === value,
            act: () => act(value),
          })),
          label,
        )}
      </div>
    `;
  }
}
