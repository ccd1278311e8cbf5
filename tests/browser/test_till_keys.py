"""Keys as scanners send them, met in other shops (tests/vectors/till_keys.json), and figures that nobody can mean."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, Window
from tests.outlet import MANAGER, PASSWORD, ROOT, Outlet, Shop

pytestmark = pytest.mark.browser
CASES = json.loads((ROOT / "tests/vectors/till_keys.json").read_text("utf-8"))["cases"]
FIELDS = ("name", "producer", "unit", "places", "vat", "price_vnd")
KEYS = {"Enter": ("Enter", 13, "\r"), "Tab": ("Tab", 9, None)}


def code_of(character: str) -> str:
    if character.isdigit():
        return f"Digit{character}"
    return f"Key{character.upper()}" if character.isascii() and character.isalpha() else "Minus"


def strokes(code: str, case: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str | None]]:
    """The browser's keys for a code and its end keys, and the text each writes."""
    letters: list[str] = []
    for character in code:
        if case.get("typed_from") == "telex" and letters and letters[-1] in "dD" and character in "dD":
            letters += ["BS", "u:Đ"]
        else:
            letters.append(character)
    for letter in [*letters, *case["ends"]]:
        if letter == "BS":
            yield {"key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8}, None
        elif letter.startswith("u:"):
            yield {"key": letter[2:], "code": ""}, letter[2:]
        elif letter in KEYS:
            key, number, text = KEYS[letter]
            yield {"key": key, "code": key, "windowsVirtualKeyCode": number}, text
        elif letter == "Ctrl+J":
            yield {"key": "j", "code": "KeyJ", "modifiers": 2, "windowsVirtualKeyCode": 74}, None
        else:
            yield {"key": letter, "code": code_of(letter), "modifiers": 8 if letter.isupper() else 0}, letter


def press(window: Window, code: str, case: dict[str, Any]) -> None:
    """All keys at once, each with its own time: a busy machine does not make the scanner slower."""
    session, at, events = window.context.new_cdp_session(window.page), time.time(), []
    for key, text in strokes(code, case):
        at += case["gap_ms"] / 1000
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        events += [{**down, "timestamp": at, **key}, {"type": "keyUp", "timestamp": at + 0.002, **key}]

    async def send() -> None:
        await asyncio.gather(*(session._impl_obj.send("Input.dispatchKeyEvent", e, timeout=None) for e in events))

    session._sync(send())
    window.page.wait_for_timeout(600)


@pytest.fixture
def goods(server: Outlet) -> tuple[Shop, dict[str, str]]:
    """A till of its own, and the codes of a piece, of goods by weight, and of a product with two d in its code."""
    shop = Shop(server.api)
    tail = f"{uuid.uuid4().int % 10_000:04}"
    piece, kg = (shop.stocked(20_000, unit=unit, places=places) for unit, places in (("lọ", 0), ("kg", 3)))
    dd = f"GAO-DD{tail}"
    for code, barcode in ((piece, f"20{tail}"), (kg, f"21{tail}")):
        product = server.api.get(f"/api/v1/products/{code}").ok()
        body = {name: product[name] for name in FIELDS} | {"barcodes": [ean8(barcode)]}
        server.api.put(f"/api/v1/products/{code}", body).ok()
    product = server.api.get(f"/api/v1/products/{piece}").ok()
    body = {**{name: product[name] for name in FIELDS}, "name": "Gạo dd", "barcodes": []}
    server.api.put(f"/api/v1/products/{dd}", body).ok(201)
    return shop, {"piece": ean8(f"20{tail}"), "kg": ean8(f"21{tail}"), "dd": dd}


def ean8(digits: str) -> str:
    """Seven digits, a nought before six, with their check digit."""
    seven = digits.zfill(7)
    return seven + str(-sum(int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(seven)) % 10)


def open_screen(window: Window, shop: Shop, screen: str, piece: str) -> None:
    """The till, with this screen open."""
    page = window.page
    window.go(f"/sell?till={shop.till}")
    expect(page.locator("#tiles .tile").first).to_be_attached()
    if screen in ("pay", "line"):
        window.scan(piece)
        expect(window.lines).to_have_count(1)
        page.keyboard.press("F9") if screen == "pay" else page.locator("#lines .amount").click()
        expect(page.locator("#finish" if screen == "pay" else "#panel .entry")).to_be_visible()
    elif screen == "shift":
        expect(page.locator("#open-shift")).to_be_visible()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['kind']}")
def test_a_scan_is_a_scan(
    case: dict[str, Any], server: Outlet, new_window: NewWindow, goods: tuple[Shop, dict[str, str]]
) -> None:
    shop, codes = goods
    if case["screen"] != "shift":
        shop.open_shift()
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    open_screen(window, shop, case["screen"], codes["piece"])
    page = window.page
    # The till's own listener comes first: what it stops never gets here.
    page.evaluate("() => addEventListener('keydown', (e) => { if (e.ctrlKey) window.isFree = !e.defaultPrevented; }, true)")
    press(window, codes[case["code"]], case)
    lines = " ".join(window.lines.all_inner_texts())
    assert window.sales_sent() == [], case["why"]
    assert not [request for request in window.sent if request.method == "PUT" and "/shifts/" in request.url], case["why"]
    assert not re.search(r"\d{3}\.\d{3}\.\d{3}|8938", lines), case["why"]
    if case["screen"] == "pay":
        expect(page.locator("#panel .due b")).to_have_text("20.000 ₫")
        expect(page.locator("#panel .given")).to_contain_text("20.000")
    if case["code"] == "kg":
        expect(page.locator("#panel .entry")).to_be_visible()
    if case["code"] == "dd":
        expect(window.lines).to_contain_text("Gạo dd")
    assert not page.evaluate("() => window.isFree"), "Ctrl+J reaches the browser"


def test_a_field_keeps_what_was_typed_before_a_slow_scan(
    server: Outlet, new_window: NewWindow, goods: tuple[Shop, dict[str, str]]
) -> None:
    shop, codes = goods
    shop.open_shift()
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    open_screen(window, shop, "goods", codes["piece"])
    window.page.keyboard.press("F7")
    window.page.locator("#customer-name").fill("Chị Lan")
    press(window, codes["piece"], {"gap_ms": 80, "ends": ["Enter", "Enter"]})
    expect(window.lines).to_have_count(1)
    expect(window.page.locator("#tabs")).to_contain_text("Chị Lan")


def test_an_absurd_figure_is_asked_about_and_enter_corrects_it(
    server: Outlet, new_window: NewWindow, goods: tuple[Shop, dict[str, str]]
) -> None:
    shop, codes = goods
    shop.open_shift()
    window = new_window(server.url)
    window.sign_in(MANAGER, PASSWORD)
    open_screen(window, shop, "pay", codes["piece"])
    page = window.page
    page.keyboard.type("5000000", delay=130)
    window.enter()
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_contain_text("Khách đưa 5.000.000 ₫")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_be_hidden()
    assert window.sales_sent() == []
    window.enter()
    expect(page.locator("#ask")).to_be_visible()
    page.wait_for_timeout(500)
    page.locator("#ask-yes").click()
    expect(page.locator("#change")).to_be_visible()
