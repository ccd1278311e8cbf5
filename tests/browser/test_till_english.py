"""The till for somebody who chose English: in every state only the shop's own names are Vietnamese."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.window import NewWindow, Window, hire
from tests.outlet import NAME, PUBLIC_URL, Outlet, Shop
from tests.rules.test_catalogue import VIETNAMESE

pytestmark = pytest.mark.browser
SECRET, PIN = "Mat-khau-dai-2!", "135790"
TEXTS = """() => {
  const spoken = document.body.querySelectorAll("*:not(script, noscript, [lang=vi], [lang=vi] *)");
  const seen = [...spoken].filter((node) => node.checkVisibility());
  const own = (node) => [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data.trim());
  const attributes = (node) => ["aria-label", "placeholder", "alt", "title"].map((name) => node.getAttribute(name) ?? "");
  return [document.title, ...seen.flatMap((node) => [...own(node), ...attributes(node)])].filter(Boolean);
}"""


class Till:
    """The window with what every state of it must hold."""

    def __init__(self, window: Window, tag: str) -> None:
        self.window, self.page = window, window.page
        self.honey, self.peanuts = f"Honey {tag}", f"Peanuts {tag}"
        self.names = (NAME, f"Quầy {tag}", f"Máy {tag}")

    def is_english(self, *texts: str) -> None:
        """The texts are there, and nothing on the screen is Vietnamese but the names."""
        for expected in texts:
            expect(self.page.get_by_text(expected).and_(self.page.locator(":visible")).first).to_be_visible()
        vietnamese = []
        for text in self.page.evaluate(TEXTS):
            rest = text
            for name in self.names:
                rest = rest.replace(name, "")
            if VIETNAMESE.search(rest):
                vietnamese.append(text)
        assert vietnamese == []
        assert self.window.wider_than_the_screen() == []

    def button(self, label: str) -> None:
        self.page.get_by_role("button", name=label).first.click()


@pytest.fixture
def till(server: Outlet, new_window: NewWindow) -> Till:
    """An English-reading cashier before a till whose shift is not open; a jar and loose peanuts are on the shelf."""
    shop = Shop(server.api)
    shop.stocked(20_000, unit="jar", places=0, name=f"Honey {shop.tag}")
    shop.stocked(12_000, unit="kg", places=3, name=f"Peanuts {shop.tag}")
    cashier, boss = f"ha.{shop.tag.lower()}", f"lan.{shop.tag.lower()}"
    hire(server, "cashier", cashier, SECRET, "--pin", PIN)
    hire(server, "manager", boss, SECRET, "--pin", PIN)
    window = new_window(server.url, 1024, 768)
    window.go("/sign-in")
    window.page.get_by_role("button", name="English").click()
    window.page.get_by_label("Sign-in name").fill(cashier)
    window.page.get_by_label("Password").fill(SECRET)
    window.page.locator("main form button.btn-main").click()
    expect(window.page).not_to_have_url(f"{server.url}/sign-in")
    window.go(f"/sell?till={shop.till}")
    return Till(window, shop.tag)


def fill_cart(till: Till) -> None:
    """A jar at 30 % off, which a cashier may not give alone, and a kilogram of peanuts."""
    page = till.page
    page.locator(".tile", has_text=till.honey).click()
    page.locator("#lines .amount").click()
    till.is_english("Quantity (jar)", "Remove this item", "Never mind")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discount", exact=True).click()
    till.is_english("Take off a rate", "Keep the price")
    page.get_by_role("button", name="30 %", exact=True).click()
    till.is_english("30 % off", "asks for approval", "Who approves", "Approve", "Do not approve", "Cart then")
    page.locator("#ask-pin").fill("000000")
    till.window.enter()
    expect(page.locator("#ask .notice.bad")).to_be_visible()
    till.is_english("The PIN is not right.")
    page.locator("#ask-pin").fill(PIN)
    till.window.enter()
    page.locator(".tile", has_text=till.peanuts).click()
    till.is_english("being weighed, not counted yet", "Weigh it first", "Tare")
    page.locator("[data-focus=usual-1000]").click()
    page.locator("#go").click()
    expect(till.window.lines).to_have_count(2)


def test_a_till_speaks_english_from_opening_to_closing(till: Till) -> None:
    page, keys = till.page, till.page.keyboard
    till.window.expected = {401, 409}  # a wrong PIN; no bank account for VietQR
    till.is_english("Open shift", "Opening float", "Count note by note", "· No open shift")
    page.locator("#open-shift").click()
    till.is_english("Often sold", "no items yet", "Take payment", "Exact cash")

    fill_cart(till)
    till.is_english("This sale", "Hold", "Customer", "Discount")
    keys.press("F8")
    till.is_english("Discount on the whole sale", "Take off an amount")
    keys.press("F7")
    till.is_english("Customer's name", "Phone number")
    keys.press("Escape")
    keys.press("F9")
    for way in ("vietqr", "card", "voucher", "cash"):
        page.locator(f"[data-way={way}]").click()
        till.is_english("Cash", "Voucher", "Change the cart")
    till.is_english("Exact amount", "Customer pays")
    page.locator("#finish").click()
    expect(page.locator("#change")).to_be_visible()
    till.is_english("See the receipt", "The first scan begins the next customer.")
    expect(page.get_by_text("Print again")).to_have_count(0)  # the till has no printer

    take_back(till)
    page.locator("#bar-menu").click()
    till.is_english("Receipts", "Cash in, cash out", "Unsent sales")
    till.button("Cash in, cash out")
    till.window.enter()
    till.is_english("Reason", "Type the amount first.")
    keys.press("Escape")
    page.locator("#bar-person").click()
    till.is_english("PIN", "Start selling")
    keys.press("Escape")
    page.locator("#search").fill("zzz")
    till.is_english("Nothing matches “zzz”")
    page.locator("#search").fill("")
    page.locator("#search").blur()

    page.locator("#bar-menu").click()
    till.button("Count the drawer and close")
    till.is_english("Counting", "Next note", "Count later", "Go on selling")
    till.window.count({500_000: 1})
    till.is_english("Counted 500.000", "Back to the notes")
    page.locator("#close-shift").click()
    till.is_english("Shift closed", "The books expect", "Over", "Open a new shift")


def test_a_till_with_a_printer_offers_paper(till: Till, server: Outlet, tmp_path: Path) -> None:
    page, code = till.page, till.page.url.partition("till=")[2]
    known = server.api.get(f"/api/v1/tills/{code}").ok()
    del known["code"]
    server.api.put(f"/api/v1/tills/{code}", {**known, "printer": f"file://{tmp_path}/"}).ok(200)
    page.reload()
    page.locator("#open-shift").click()
    page.locator(".tile", has_text=till.honey).click()
    page.keyboard.press("F9")
    till.is_english("Take 20.000 ₫, print")
    page.locator("#finish").click()
    till.button("Print again")
    till.is_english("The copy was sent to the printer.")


def take_back(till: Till) -> None:
    """Returns the jar of the sale just made; the approval is not needed with the receipt."""
    page, keys = till.page, till.page.keyboard
    keys.press("F4")
    till.is_english("Today, any till", "Find")
    sale = page.locator("[data-slip]").first.get_attribute("data-slip")
    till.window.scan(f"{PUBLIC_URL}/r/{sale}")
    page.get_by_role("button", name=till.honey, exact=True).click()
    till.is_english("Sellable", "Return all", "Why it comes back", "Give back")
    till.window.enter()
    till.is_english("Write why the goods come back.")
    page.locator("#refund-reason").fill("broken lid")
    till.window.enter()
    expect(page.locator("#screen-title")).to_have_text("Goods taken back")
    till.is_english("Done")
    slip = page.get_by_role("img", name="Picture of the slip")
    expect(slip).to_have_js_property("complete", True)
    assert slip.evaluate("image => image.naturalWidth") > 576, "the refund's slip is drawn"
    till.window.enter()


def test_a_till_without_a_server_speaks_english(till: Till) -> None:
    page, keys = till.page, till.page.keyboard
    till.window.may_lose_server = True
    page.locator("#open-shift").click()
    expect(page.locator("#bar-queue")).to_have_text("All sent")
    till.window.context.set_offline(True)
    page.locator(".tile", has_text=till.honey).click()
    keys.press("F9")
    page.locator("#finish").click()
    till.is_english("Sale kept on this device", "Offline since")
    page.locator("#see-slip").click()
    till.is_english("Receipt", "Print interim receipt")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("html").evaluate("page => { page.dataset.type = 'large'; }")
    assert till.window.wider_than_the_screen() == []
    page.set_viewport_size({"width": 1024, "height": 768})
    expect(page.locator("[lang=vi]", has_text="Phiếu bán hàng")).to_be_visible()  # the outlet's papers are Vietnamese
    keys.press("Escape")
    page.locator("#bar-queue").click()
    till.is_english("Unsent sales", "to be sent", "Send again")
    keys.press("Escape")
    till.window.context.set_offline(False)
    page.locator("#bar-queue").click()
    till.button("Send again")
    expect(page.locator("#bar-queue")).to_have_text("All sent")
    till.is_english("Every sale is sent")
