"""Every page a role can reach from its menu, at three widths: it answers, the browser has nothing to say, nothing sticks out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.browser.window import NewWindow, Window
from tests.conftest import NewDatabase
from tests.outlet import Outlet

pytestmark = pytest.mark.browser
PEOPLE = {
    "manager": ("quanly", "quanly-ocop", "/stock"),
    "cashier": ("thuha", "thuha-ocop", "/stock"),
    "storekeeper": ("thukho", "thukho-ocop", "/stock"),
    "officer": ("canbo", "canbo-ocop", "/reports/programme"),
    "producer": ("daixuan", "daixuan-ocop", "/portal"),
}
SIZES = {390: 844, 1280: 800, 1440: 900}
MENU = "nodes => [...new Set(nodes.map(node => node.getAttribute('href')))]"
FILES = re.compile(r"\.(pdf|xlsx|csv|png)\b|format=|^/api/|^/sell")
NAMES = re.compile(r"[0-9a-f-]{36}|(?<=/)(?!new\b|edit\b|statement\b)[^/?]*[A-Z0-9][^/?]*|(?<==)[^&]*")


@pytest.fixture(scope="module")
def demonstration(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outlet]:
    """The demonstration outlet: seven weeks of goods, sales, statements and questions."""
    outlet = Outlet(tmp_path_factory.mktemp("demonstration"), new_database("sqlite"))
    outlet.flask("demo")
    with outlet:
        yield outlet


def look(window: Window, path: str) -> list[str]:
    """Opens a page; what is wrong with it."""
    status = window.go(path)
    if urlsplit(path).path == "/sell":
        window.page.locator("#bar-queue", has_text="Đã gửi hết").wait_for()
    wrong = [f"answers {status}"] if status != 200 else []
    return [f"{path}: {what}" for what in (*wrong, *window.wider_than_the_screen(), *window.complaints())]


def links(window: Window, where: str) -> list[str]:
    found: list[str] = window.page.locator(where).evaluate_all(MENU)
    return [href for href in found if href and href.startswith("/")]


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_of_the_menu(demonstration: Outlet, new_window: NewWindow, role: str, width: int) -> None:
    username, password, start = PEOPLE[role]
    window = new_window(demonstration.url, width, SIZES[width])
    window.sign_in(username, password)
    window.go(start)
    menu = links(window, "nav[aria-label='Menu'] a")
    assert len(menu) >= 2
    assert [wrong for path in menu for wrong in look(window, path)] == []


@pytest.mark.parametrize("role", ["manager", "producer"])
def test_every_kind_of_page_behind_the_menu(demonstration: Outlet, new_window: NewWindow, role: str) -> None:
    """Follows one link of each shape, on a phone: a product, a lot, a statement, a shift, each filter."""
    username, password, start = PEOPLE[role]
    window = new_window(demonstration.url, 390, 844)
    window.sign_in(username, password)
    window.go(start)
    waiting, seen, wrong = links(window, "nav a"), set[str](), list[str]()
    while waiting:
        path = waiting.pop(0)
        shape = NAMES.sub("…", path.partition("#")[0])
        if shape in seen or FILES.search(path):
            continue
        seen.add(shape)
        wrong += look(window, path)
        waiting += links(window, "main a")
    assert len(seen) > 5
    assert wrong == []
