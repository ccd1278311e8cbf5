// Where other screens open: over the goods (the cart stays in sight) or over the whole till. One at a time.

import { $, h, mark } from "../dom.js";
import { t } from "../words.js";

let current = null;
let idle = () => {};

/** What happens when a screen closed and no other took its place. */
export function whenIdle(act) {
  idle = act;
}

/**
 * view: {title, body, full?, enter?, keypad?, typed?, scan?, closed?, back?}
 * `body` is a node, or for a full view {left, right}. `enter` is what Enter does, `keypad` gets typed digits.
 */
export function open(view) {
  if (current) leave();
  current = view;
  $("#say").replaceChildren();
  const place = view.full ? $("#stage") : $("#panel");
  const head = h(
    "div",
    { class: "panel-head no-print" },
    view.back === false ? null : h("button", { type: "button", class: "btn-quiet", onclick: close }, mark("back"), view.full ? t("Quay lại đơn") : t("Quay lại"), h("kbd", {}, "Esc")),
  );
  const title = h("h2", { id: view.full ? "stage-title" : "panel-title", class: view.quietTitle ? "visually-hidden" : null, tabindex: "-1" }, view.title);
  if (view.full && view.right) {
    place.replaceChildren(h("div", { class: "split" }, h("div", { class: "left" }, head, title, view.left), h("div", {}, view.right)));
  } else if (view.full) {
    place.replaceChildren(h("div", { class: "column" }, head, title, view.left));
  } else {
    place.replaceChildren(head, title, view.body);
  }
  place.hidden = false;
  $("#shop").inert = !view.full || Boolean(view.full);
  $(".cart").inert = Boolean(view.full);
  document.activeElement?.blur?.();
  ($("[data-first]", place) ?? title).focus({ preventScroll: true });
}

function leave() {
  const view = current;
  current = null;
  for (const place of [$("#stage"), $("#panel")]) {
    place.hidden = true;
    place.replaceChildren();
  }
  $("#shop").inert = false;
  $(".cart").inert = false;
  view?.closed?.();
}

export function close() {
  if (current?.back === false) return;
  finish();
}

/** Closes even what has no way back (a shift must be opened, a sale is done). */
export function finish() {
  leave();
  idle();
}

export const shown = () => current;

/** A sentence inside a view, red unless told otherwise. */
export function trouble(words, tone = "bad") {
  return h("div", { class: `notice ${tone}`, role: tone === "bad" ? "alert" : "status" }, h("span", { "aria-hidden": "true" }, tone === "bad" ? "✕" : "!"), h("span", {}, words));
}
