"""What changes around a stored page: its version, and the person.

A new version of the till waits for the next load, and one that cannot be had whole is not taken at all. The next person at a
tablet sees no customer of the one before, and without a server the page opens for its person alone.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_offline import at_the_till, sell
from tests.browser.test_shell import CASHIER, PIN, answers, at_a_till_stored_offline, open_again, unlock, until
from tests.browser.window import NewWindow, Window, hire
from tests.conftest import NewServer
from tests.outlet import PASSWORD, ROOT, Outlet

pytestmark = pytest.mark.browser

PROGRAM = ("core", "suppliers", "inventory", "pos", "reports", "office", "ops", "static", "templates", "migrations")
SCRIPT = "static/js/till/app.js"
PHONE = "0912345678"
STORED = """async () => {
  const rows = [JSON.stringify(Object.entries(localStorage)), JSON.stringify(Object.entries(sessionStorage))];
  for (const { name, version } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const r = indexedDB.open(name, version); r.onsuccess = () => done(r.result); });
    for (const store of db.objectStoreNames) {
      rows.push(await new Promise((done) => {
        const r = db.transaction(store).objectStore(store).getAll();
        r.onsuccess = () => done(`${store}: ${JSON.stringify(r.result)}`);
      }));
    }
    db.close();
  }
  return rows;
}"""
TRY = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/sell");
  const tried = (await registration.update()).installing;
  while (tried && tried.state === "installing") await new Promise((done) => { setTimeout(done, 20) });
  return tried?.state;
}"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program to change; outlets of this test run it."""
    for name in PROGRAM:
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "wsgi.py", tmp_path)
    monkeypatch.setattr("tests.outlet.ROOT", tmp_path)
    return tmp_path


def change(program: Path) -> None:
    """Another version: the page says so once it runs it."""
    script = program / SCRIPT
    script.write_text(script.read_text("utf-8") + '\ndocument.body.dataset.edition = "2";\n', "utf-8")


def caches(window: Window) -> list[str]:
    names: list[str] = window.page.evaluate("() => caches.keys()")
    return names


def test_a_new_version_comes_with_the_next_load(program: Path, new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, _shop, product = at_a_till_stored_offline(outlet, new_window)
    before = caches(window)
    window.page.locator(f"[data-code={product}]").click()
    outlet.stop()
    expect(window.queue).to_contain_text("Mất kết nối từ", timeout=20_000)
    change(program)
    outlet.start_again()
    until(lambda: not set(before) & set(caches(window)), "the new version was not fetched")
    expect(window.lines).to_have_count(1)
    expect(window.page.locator("body")).not_to_have_attribute("data-edition", "2")

    outlet.stop(signal.SIGKILL)
    window.page.reload()
    unlock(window)
    expect(window.page.locator("body")).to_have_attribute("data-edition", "2")
    expect(window.lines).to_have_count(1)


def test_a_version_with_a_missing_file_is_not_taken(program: Path, new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, _shop, _product = at_a_till_stored_offline(outlet, new_window)
    before = caches(window)
    window.context.set_offline(True)
    outlet.stop()
    change(program)
    for made in (program / "static/generated").glob("till-*.js"):
        made.unlink()
    outlet.start_again()
    until(lambda: answers(outlet), "no server")
    assert outlet.api.get("/sell-worker.js").status == 200  # its list is made, then a file of it is gone
    (script,) = (program / "static/generated").glob("till-*.js")
    script.unlink()
    window.context.set_offline(False)
    assert window.page.evaluate(TRY) == "redundant", "the new worker was taken, or not even tried"
    assert caches(window) == before

    outlet.stop(signal.SIGKILL)
    window.page.reload()
    unlock(window)
    expect(window.page.locator("body")).not_to_have_attribute("data-edition", "2")


def name_customer(window: Window, product: str) -> None:
    """A cart on hold and an open one, both with the customer's phone."""
    for _ in range(2):
        window.page.locator(f"[data-code={product}]").click()
        window.page.keyboard.press("F7")
        window.page.locator("#customer-name").fill(PHONE)
        window.enter()
        expect(window.page.locator(".cart")).to_contain_text(PHONE)
        if not _:
            window.page.keyboard.press("F6")


def stored(window: Window) -> str:
    """All that this device stores of the till."""
    return json.dumps(window.page.evaluate(STORED))


def test_who_comes_next_sees_no_customer_of_the_one_before(server: Outlet, new_window: NewWindow) -> None:
    hire(server, "cashier", CASHIER, PASSWORD, "--pin", PIN)
    window, _shop, product = at_the_till(server, new_window)
    name_customer(window, product)
    assert PHONE in stored(window)
    window.page.locator("#bar-person").click()
    window.page.get_by_role("button", name=CASHIER.title()).click()
    window.page.locator("#pin").fill(PIN)
    window.page.get_by_role("button", name="Vào bán").click()
    expect(window.page.locator("#bar-person")).to_contain_text(CASHIER.title())
    expect(window.page.locator(".cart")).not_to_contain_text(PHONE)
    expect(window.lines).to_have_count(1)  # the goods still lie on the counter
    window.page.reload()
    expect(window.lines).to_have_count(1)
    assert PHONE not in stored(window)


@pytest.mark.parametrize("where", ["the till", "the office"])
def test_signing_out_leaves_no_cart(server: Outlet, new_window: NewWindow, where: str) -> None:
    window, shop, product = at_the_till(server, new_window)
    name_customer(window, product)
    if where == "the till":
        window.page.locator("#bar-menu").click()
    else:
        window.go("/stock")
    window.page.get_by_role("button", name="Đăng xuất").click()
    expect(window.page).to_have_url(re.compile("/sign-in"))
    expect(window.page.locator("#f-username")).to_be_visible()
    window.page.wait_for_function(f"async () => !JSON.stringify(await ({STORED})()).includes({PHONE!r})")
    assert shop.till


def test_without_a_server_the_stored_page_opens_for_its_person_alone(new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, _shop, product = at_a_till_stored_offline(outlet, new_window)
    outlet.stop(signal.SIGKILL)
    window.context.clear_cookies()
    window.go("/sell")
    secret = window.page.locator("#unlock")
    expect(secret).to_be_visible()
    expect(window.page.locator("#tiles .tile")).to_have_count(0)
    secret.fill("nonsense")
    window.enter()
    expect(window.page.locator("#screen")).to_contain_text("chưa đúng")
    assert PASSWORD not in stored(window)
    open_again(window)
    sell(window, product, "Đã giữ đơn trên máy này")
    window.go("/sell")
    for n in range(5):
        secret.fill(f"nonsense-{n}")
        window.enter()
        if n < 4:
            expect(secret).to_have_value("")
    expect(window.page.locator("#screen")).to_contain_text("không mở khi mất kết nối được nữa")
    assert "waiting" in stored(window), "the sale that waits is still here"
