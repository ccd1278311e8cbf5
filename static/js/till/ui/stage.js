// Where other screens open: over the goods (the cart stays in sight) or over the whole till. One at a time.

import { $, h, mark } from "./dom.js";
import { t } from "../data/i18n.js";

let current = null;
let idle = () => {};

/** What happens when a screen closed and no other took its place. */
export function whenIdle(act) {
  idle = act;
}

/**
 * view: {title, body} over the goods, or {title, full, left, right?} over all. Also: `enter` and `escape`, what those keys do; `keypad`
 * gets typed digits; `back: false`, there is no way back; `busy()`, nothing may come between; `keep()` and `undo()`, what happens to
 * the half-done when the view goes: kept, unless the person goes back; `closed()` after either; `redraw()` when the server was
 * lost or found; `asks()`, the sentence that must be answered before anything else is begun;
 * `leaveForScan`, scanned goods begin the next cart; `takesReceipts`, a scanned receipt may replace it; `pays`, money is being counted;
 * `waits`, news may replace it.
 */
export function open(view) {
  if (current) leave();
  current = view;
  $("#say").replaceChildren();
  const place = view.full ? $("#stage") : $("#panel");
  const head = h(
    "div",
    { class: "panel-head no-print" },
    view.back === false
      ? null
      : h(
          "button",
          { type: "button", class: "btn-quiet", onclick: () => (view.escape ?? back)() },
          mark("back"),
          view.full ? t("Quay lại đơn") : t("Quay lại"),
          h("kbd", {}, "Esc"),
        ),
  );
  const title = h(
    "h2",
    {
      id: view.full ? "stage-title" : "panel-title",
      class: view.quietTitle ? "visually-hidden" : null,
      tabindex: "-1",
    },
    view.title,
  );
  if (view.full && view.right) {
    place.replaceChildren(
      h("div", { class: "split" }, h("div", { class: "left" }, head, title, view.left), h("div", {}, view.right)),
    );
  } else if (view.full) {
    place.replaceChildren(h("div", { class: "column" }, head, title, view.left));
  } else {
    place.replaceChildren(head, title, view.body);
  }
  place.hidden = false;
  $("#shop").inert = true;
  $(".cart").inert = Boolean(view.full);
  document.activeElement?.blur?.();
  ($("[data-first]", place) ?? title).focus({ preventScroll: true });
}

function leave(kept = true) {
  const view = current;
  current = null;
  for (const place of [$("#stage"), $("#panel")]) {
    place.hidden = true;
    place.replaceChildren();
  }
  $("#shop").inert = false;
  $(".cart").inert = false;
  if (kept) view?.keep?.();
  else view?.undo?.();
  view?.closed?.();
}

export function close() {
  if (current?.back === false) return;
  finish();
}

/** As `close`, by somebody who wants what was begun here undone. */
export function back() {
  if (current?.back === false) return;
  leave(false);
  idle();
}

/** Closes even what has no way back (a shift must be opened, a sale is done). */
export function finish() {
  leave();
  idle();
}

export const shown = () => current;

/** A sentence inside a view, red unless told otherwise. */
export function trouble(words, tone = "bad") {
  return h(
    "div",
    { class: `notice ${tone}`, role: tone === "bad" ? "alert" : "status" },
    h("span", { "aria-hidden": "true" }, tone === "bad" ? "✕" : "!"),
    h("span", {}, words),
  );
}
