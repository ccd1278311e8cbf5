"""A new version of the till waits for the next load, and one that cannot be had whole is not taken at all."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_shell import answers, at_a_till_stored_offline, until
from tests.browser.window import NewWindow, Window
from tests.conftest import NewServer
from tests.outlet import ROOT

pytestmark = pytest.mark.browser

PROGRAM = ("core", "suppliers", "inventory", "pos", "reports", "office", "ops", "static", "templates", "migrations")
SCRIPT = "static/js/till/app.js"
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
    expect(window.queue).to_contain_text("Mất kết nối", timeout=20_000)
    change(program)
    outlet.start_again()
    until(lambda: not set(before) & set(caches(window)), "the new version was not fetched")
    expect(window.lines).to_have_count(1)
    expect(window.page.locator("body")).not_to_have_attribute("data-edition", "2")

    outlet.stop(signal.SIGKILL)
    window.page.reload()
    expect(window.page.locator("body")).to_have_attribute("data-edition", "2")
    expect(window.lines).to_have_count(1)


def test_a_version_with_a_missing_file_is_not_taken(program: Path, new_server: NewServer, new_window: NewWindow) -> None:
    outlet = new_server()
    window, _shop, _product = at_a_till_stored_offline(outlet, new_window)
    before = caches(window)
    window.context.set_offline(True)
    outlet.stop()
    change(program)
    outlet.start_again()
    until(lambda: answers(outlet), "no server")
    assert outlet.api.get("/sell-worker.js").status == 200  # its list is made, then a file of it is gone
    (program / "static/js/till/ui/sound.js").unlink()
    window.context.set_offline(False)
    assert window.page.evaluate(TRY) == "redundant", "the new worker was taken, or not even tried"
    assert caches(window) == before

    outlet.stop(signal.SIGKILL)
    window.page.reload()
    expect(window.page.locator("#tiles .tile").first).to_be_attached()
    expect(window.page.locator("body")).not_to_have_attribute("data-edition", "2")
