"""Every page a role can reach, on a telephone and on a desk: it answers, the browser has no complaint, nothing sticks out.

A page is opened once and its window made wider. PAGES_IN_ENGLISH=1 follows every kind of the manager's pages in English, too, and
looks at each page at a width between.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ops import demo
from tests.browser.window import NewWindow, Window
from tests.conftest import NewDatabase, _application, _close
from tests.outlet import Outlet

pytestmark = pytest.mark.browser
PEOPLE = {
    "manager": ("quanly", "quanly-ocop", "/stock"),
    "cashier": ("thuha", "thuha-ocop", "/stock"),
    "storekeeper": ("thukho", "thukho-ocop", "/stock"),
    "officer": ("canbo", "canbo-ocop", "/reports/programme/year"),
    "producer": ("daixuan", "daixuan-ocop", "/portal"),
}
LONG = bool(os.environ.get("PAGES_IN_ENGLISH"))
SIZES = {390: 844, 1280: 800, 1440: 900} if LONG else {390: 844, 1440: 900}
IN_ENGLISH = {"producer", "manager"} if LONG else {"producer"}
"""Whose pages behind the menu are opened in English as well."""
MENU = "nodes => [...new Set(nodes.map(node => node.getAttribute('href')))]"
BOXES = """grids => grids.map(grid => [...grid.querySelectorAll(":scope > .field")]
  .map(field => field.querySelector("input, select, textarea")?.getBoundingClientRect()).filter(box => box?.height)
  .map(box => Math.round(box.top)))"""
FILES = re.compile(r"\.(pdf|xlsx|csv|png|zip)\b|format=|^/api/|^/sell")
NAMES = re.compile(r"[0-9a-f-]{36}|(?<=/)(?!new\b|edit\b|statement\b)[^/?]*[A-Z0-9][^/?]*|(?<==)[^&]*")


@pytest.fixture(scope="module")
def demonstration(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outlet]:
    """The demonstration outlet: weeks of goods, sales, statements and questions."""
    outlet = Outlet(tmp_path_factory.mktemp("demonstration"), new_database("sqlite"), forked=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "DAYS", max(14, date.today().day + 3))  # the end of a month, with its statements, is among them
        app = _application(str(outlet.database_url), outlet.data)
        with app.app_context():
            demo.demo()
        _close(app)
    with outlet:
        yield outlet


def look(window: Window, path: str) -> list[str]:
    """Opens a page as narrow as a phone and makes it wider; what is wrong with it."""
    status = window.go(path)
    is_till = urlsplit(path).path == "/sell"
    if is_till:
        window.page.locator("#screen-title", has_text="Chọn máy bán hàng").wait_for()
    wrong = [f"{path} answers {status}"] if status != 200 else []
    for width, height in SIZES.items():
        window.page.set_viewport_size({"width": width, "height": height})
        faults = [*([] if is_till else window.wrong_inside()), *window.wider_than_the_screen()]
        wrong += [f"{path} at {width}: {what}" for what in faults]
    window.page.set_viewport_size({"width": 390, "height": SIZES[390]})
    return wrong + [f"{path}: {what}" for what in window.complaints()]


def links(window: Window, where: str) -> list[str]:
    hrefs: list[str] = window.page.locator(where).evaluate_all(MENU)
    return [href for href in hrefs if href and href.startswith("/")]


def menu_of(window: Window, role: str) -> list[str]:
    """Signs somebody of this role in and answers what stands in their menu."""
    username, password, start = PEOPLE[role]
    window.sign_in(username, password)
    window.go(start)
    menu = links(window, "nav[aria-label='Menu'] a")
    assert len(menu) >= 2
    return menu


def speak(window: Window, role: str, language: str) -> None:
    token = window.page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    window.page.request.post("/language", form={"csrf_token": token, "language": language, "next": "/"})
    window.go(PEOPLE[role][2])
    expect(window.page.locator("html")).to_have_attribute("lang", language)


def follow(window: Window, waiting: list[str]) -> tuple[int, list[str]]:
    """Opens these pages, and one link of each shape behind them: a product, a lot, a statement, a shift, each filter.

    Answers how many shapes there were, and what is wrong.
    """
    seen, wrong = set[str](), list[str]()
    menu = set(waiting)
    while waiting:
        path = waiting.pop(0)
        shape = NAMES.sub("…", path.partition("#")[0])
        if FILES.search(path) or (shape in seen and path not in menu):
            continue
        menu.discard(path)
        seen.add(shape)
        wrong += look(window, path)
        waiting += links(window, "main a")
    return len(seen), wrong


@pytest.mark.parametrize("role", ["cashier", "storekeeper", "officer"])
def test_every_page_of_the_menu_opens_without_a_complaint(demonstration: Outlet, new_window: NewWindow, role: str) -> None:
    window = new_window(demonstration.url, 390, SIZES[390])
    assert [wrong for path in menu_of(window, role) for wrong in look(window, path)] == []


@pytest.mark.parametrize("role", ["manager", "producer"])
def test_every_kind_of_page_behind_the_menu_opens_without_a_complaint(
    demonstration: Outlet, new_window: NewWindow, role: str
) -> None:
    window = new_window(demonstration.url, 390, SIZES[390])
    menu = menu_of(window, role)
    sells = [wrong for path in menu if path.startswith("/sell") for wrong in look(window, path)]
    shapes, wrong = follow(window, menu)
    assert shapes > 5
    assert sells + wrong == []


@pytest.mark.parametrize("role", ["manager", "producer"])
def test_every_page_of_the_menu_opens_in_english(demonstration: Outlet, new_window: NewWindow, role: str) -> None:
    window = new_window(demonstration.url, 390, SIZES[390])
    menu = [path for path in menu_of(window, role) if not path.startswith("/sell")]
    speak(window, role, "en")
    wrong = follow(window, menu)[1] if role in IN_ENGLISH else [wrong for path in menu for wrong in look(window, path)]
    speak(window, role, "vi")  # a language is kept for the person, whatever window comes next
    assert wrong == []


def test_pages_for_everybody_open_without_a_complaint(demonstration: Outlet, new_window: NewWindow) -> None:
    """What a customer opens: the programme, each kind of page behind it, the sign-in; and what a lost one gets."""
    window = new_window(demonstration.url, 390, SIZES[390])
    window.expected = {404}
    window.go("/programme")
    products = links(window, "main a")[:3]
    assert len(products) == 3
    assert [wrong for path in ("/programme", *products, "/sign-in") for wrong in look(window, path)] == []
    assert look(window, "/khong-co") == ["/khong-co answers 404"]


def test_money_is_shown_in_groups_and_read_either_way(demonstration: Outlet, new_window: NewWindow) -> None:
    """A price as people write it; what cannot be read stays in its box with what is wrong beside it."""
    window = new_window(demonstration.url)
    window.expected = {422}
    window.sign_in(*PEOPLE["manager"][:2])
    price = window.page.get_by_label("Giá bán")
    for typed, expected in (("136000", "136.000"), ("137.000", "137.000"), ("138,000 ₫", "138.000"), ("135k", "135.000")):
        window.go("/products/GAO-DX5")
        price.fill(typed)
        window.page.get_by_role("button", name="Lưu").click()
        expect(window.page).to_have_url(re.compile("/producers/"))
        window.go("/products/GAO-DX5")
        expect(price).to_have_value(expected)
    price.fill("1.35")
    window.page.get_by_role("button", name="Lưu").click()
    expect(price).to_have_value("1.35")
    expect(window.page.locator("#e-price_vnd")).not_to_be_empty()


def test_labels_and_boxes_of_a_row_stand_on_common_lines(demonstration: Outlet, new_window: NewWindow) -> None:
    """However many lines a label takes, the boxes beside each other start at one height."""
    window = new_window(demonstration.url, 1280, 800)
    window.sign_in(*PEOPLE["manager"][:2])
    for path in ("/products/new", "/producers/new", "/settings", "/people", "/producers/HTX-DX/agreements/new"):
        window.go(path)
        tops: list[list[float]] = window.page.locator("form .form-grid").evaluate_all(BOXES)
        rows = [sorted(set(row)) for row in tops if row]
        assert rows, path
        for row in rows:
            assert all(after - before > 30 for before, after in itertools.pairwise(row)), f"{path}: boxes at {row}"


def test_a_day_is_compared_with_the_same_day_of_the_span_before(demonstration: Outlet, new_window: NewWindow) -> None:
    """Each of seven days stands beside the day a week before it, in the chart and in the table."""
    window = new_window(demonstration.url)
    window.sign_in(*PEOPLE["manager"][:2])
    window.go("/reports/sales?period=week&by=day&compare=previous")
    rows = window.page.locator(".sales-table tbody tr td:last-child").all_inner_texts()
    assert rows
    assert [row for row in rows if not re.search(r"[▲▼=] \d+ %", row)] == []
    expect(window.page.locator(".chart-legend")).to_contain_text("Kỳ trước")
    expect(window.page.locator(".chart-wide .before")).to_have_count(1)
