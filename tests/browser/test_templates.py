"""The template function of the till's scripts: values are never markup, and drawing anew keeps the focus."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.window import NewWindow
from tests.outlet import MANAGER, PASSWORD, Outlet, Shop

pytestmark = pytest.mark.browser
HTML = """([script, text]) => import(script).then(({ html, fill }) => {
  const pressed = [];
  const row = html`<tr><td title=${text} class="a ${text}">${text}</td></tr>`;
  const draw = (on) => html`
    <div>
      <table>${[row, null, false]}</table>
      <button id="one" aria-pressed=${on} disabled=${!on} hidden=${null} @click=${() => pressed.push(on)}>${1} ${"b"}</button>
    </div>
  `;
  const place = html`<div></div>`;
  document.body.append(place);
  fill(place, draw(true));
  place.querySelector("#one").focus();
  fill(place, draw(true));
  document.activeElement.click();
  const cell = place.querySelector("td");
  const button = place.querySelector("#one");
  const results = {
    cell: [cell.textContent, cell.title, cell.className, cell.children.length],
    button: [button.textContent, button.ariaPressed, button.hasAttribute("disabled"), button.hasAttribute("hidden")],
    pressed,
    layout: place.firstChild.firstChild.nodeName,
  };
  fill(place, draw(false));
  results.off = [place.querySelector("#one").ariaPressed, place.querySelector("#one").hasAttribute("disabled")];
  place.remove();
  return results;
})"""


def test_values_in_a_template_are_never_read_as_markup_and_the_focus_stays(server: Outlet, new_window: NewWindow) -> None:
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    shop = Shop(server.api)
    shop.stocked(1_000)
    window.open_till(shop.till)
    text = """<img src=x onerror="alert(1)">&lt;'"""
    results: dict[str, Any] = window.page.evaluate(HTML, ["/static/js/till/ui/html.js", text])
    assert results["cell"] == [text, text, f"a {text}", 0]
    assert results["button"] == ["1 b", "true", False, False]
    assert results["pressed"] == [True]
    assert results["layout"] == "TABLE"
    assert results["off"] == ["false", True]
