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
  const found = {
    cell: [cell.textContent, cell.title, cell.className, cell.children.length],
    button: [button.textContent, button.ariaPressed, button.hasAttribute("disabled"), button.hasAttribute("hidden")],
    pressed,
    layout: place.firstChild.firstChild.nodeName,
  };
  fill(place, draw(false));
  found.off = [place.querySelector("#one").ariaPressed, place.querySelector("#one").hasAttribute("disabled")];
  place.remove();
  return found;
})"""


def test_values_in_a_template_are_never_read_as_markup_and_the_focus_stays(server: Outlet, new_window: NewWindow) -> None:
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    shop = Shop(server.api)
    shop.stocked(1_000)
    window.open_till(shop.till)
    text = """<img src=x onerror="alert(1)">&lt;'"""
    found: dict[str, Any] = window.page.evaluate(HTML, ["/static/js/till/ui/html.js", text])
    assert found["cell"] == [text, text, f"a {text}", 0]
    assert found["button"] == ["1 b", "true", False, False]
    assert found["pressed"] == [True]
    assert found["layout"] == "TABLE"
    assert found["off"] == ["false", True]
