// A manager's leave, asked for where it is needed: name and PIN, kept nowhere.

import { $, h } from "../ui/dom.js";
import { till } from "../data/state.js";
import { t } from "../data/i18n.js";
import { trouble } from "../ui/stage.js";

/** → {by, pin}, or null when nobody approves. `refused` is who was tried before, by the wrong PIN. */
function askApproval(why, refused = null) {
  const dialog = $("#ask");
  const managers = till.boot.managers ?? [];
  const by = managers.length
    ? h(
        "select",
        { id: "ask-by" },
        managers.map(({ username, name }) => h("option", { value: username, selected: username === refused }, name)),
      )
    : h("input", {
        id: "ask-by",
        type: "text",
        autocomplete: "off",
        autocapitalize: "off",
        required: true,
        value: refused,
      });
  const pin = h("input", {
    id: "ask-pin",
    type: "password",
    inputmode: "numeric",
    autocomplete: "off",
    required: true,
    maxlength: 64,
  });
  return new Promise((resolve) => {
    let answer = null;
    const form = h(
      "form",
      {
        method: "dialog",
        onsubmit: (event) => {
          event.preventDefault();
          answer = { by: by.value.trim(), pin: pin.value };
          dialog.close();
        },
      },
      h("h2", {}, t("Cần quản lý duyệt")),
      trouble(why, refused ? "bad" : "warn"),
      h("div", { class: "field" }, h("label", { for: "ask-by" }, t("Quản lý")), by),
      h("div", { class: "field" }, h("label", { for: "ask-pin" }, t("Mã PIN")), pin),
      h(
        "div",
        { class: "form-actions" },
        h("button", { type: "button", onclick: () => dialog.close() }, t("Hủy"), h("kbd", {}, "Esc")),
        h("button", { class: "btn-main" }, t("Duyệt"), h("kbd", {}, "Enter")),
      ),
    );
    dialog.replaceChildren(form);
    dialog.addEventListener(
      "close",
      () => {
        dialog.replaceChildren();
        resolve(answer);
      },
      { once: true },
    );
    dialog.showModal();
    (managers.length || refused ? pin : by).focus();
  });
}

/** Does something that may need a manager, asking until it is done or given up (then null). */
export async function withApproval(act) {
  let approval;
  for (;;) {
    try {
      return await act(approval);
    } catch (refusal) {
      if (refusal.code !== "approval_needed" && refusal.code !== "approval_refused") throw refusal;
      approval = await askApproval(refusal.message, refusal.code === "approval_refused" ? approval?.by : null);
      if (!approval) return null;
    }
  }
}
