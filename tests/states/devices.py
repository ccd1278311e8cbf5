"""What stands beside the till and may fail it: printer, scale, camera, keys on the screen, another device, the other tills."""

from __future__ import annotations

import time
from contextlib import ExitStack

from playwright.sync_api import Page, expect

from core.printing.devices.printers import PAPER_STATUS
from tests.browser.window import Window
from tests.outlet import Api, uid
from tests.paper.loopback import READY, sink
from tests.states.counter import LOW, Counter, State
from tests.states.paying import cash, pay, sold
from tests.states.selling import cart, weighed

DEVICES = """(() => {
  const port = {
    readable: null,
    async open() {
      this.readable = new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 60));
          controller.enqueue(new TextEncoder().encode("ST,GS,+  1.236kg\\r\\n"));
        },
      });
    },
    async close() { this.readable = null; },
  };
  Object.defineProperty(navigator, "serial", { value: { getPorts: async () => [port], requestPort: async () => port } });
  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1280, 720];
    const pen = canvas.getContext("2d");
    setInterval(() => {
      pen.fillStyle = "#6f7a68";
      pen.fillRect(0, 0, 1280, 720);
      pen.fillStyle = "#7a4a2a";
      pen.fillRect(440, 90, 400, 540);
      pen.fillStyle = "#fff";
      pen.fillRect(480, 250, 320, 220);
      pen.fillStyle = "#222";
      pen.font = "48px sans-serif";
      pen.fillText("OCOP", 570, 380);
    }, 100);
    return canvas.captureStream(10);
  };
})()"""
"""A scale on which 1,236 kg stand still, and a camera before which a jar stands."""
SCALE = """protocol => {
  const settings = JSON.parse(localStorage.getItem("till-settings") ?? "{}");
  localStorage.setItem("till-settings", JSON.stringify({ ...settings, scale: protocol }));
}"""
LETTERS = """when => {
  const settings = JSON.parse(localStorage.getItem("till-settings") ?? "{}");
  localStorage.setItem("till-settings", JSON.stringify({ ...settings, letterKeys: when }));
}"""
printers = ExitStack()
"""What is plugged in at present."""


def _plug(office: Api, till: str, printer: str) -> None:
    document = office.get(f"/api/v1/tills/{till}").ok()
    kept = {key: document[key] for key in ("name", "place", "paper_mm")}
    office.put(f"/api/v1/tills/{till}", kept | {"printer": printer}).ok()


def no_paper(counter: Counter) -> None:
    """A slip was sold, and the printer has no paper."""
    out = printers.enter_context(sink(READY | {PAPER_STATUS: 0x72}))
    _plug(counter.office, counter.till, out.url)
    counter.open()
    sold(counter)
    expect(counter.page.locator("#bar-printer")).to_have_text("Máy in hết giấy", timeout=20_000)


def printer(counter: Counter) -> None:
    """What is not printed."""
    no_paper(counter)
    counter.tap("#bar-printer")
    counter.shows("#panel [data-focus^=job-]")


def print_job(counter: Counter) -> None:
    """One slip that is not printed, and what can be done."""
    printer(counter)
    counter.tap("#panel [data-focus^=job-]")
    counter.shows("[data-focus=retry]")
    counter.shows("#panel img")


def end_printer(counter: Counter) -> None:
    """The till prints nothing, as before."""
    counter.home()
    for job in counter.office.all("/api/v1/print-jobs", till=counter.till):
        if job["state"] != "printed" and job["state"] != "cancelled":
            counter.office.post(f"/api/v1/print-jobs/{job['id']}/cancel", {"uid": uid()}).ok()
    _plug(counter.office, counter.till, "none:")
    printers.close()
    counter.open()


def scale(counter: Counter) -> None:
    """The weight on the scale stands still."""
    counter.page.evaluate(SCALE, "cas")
    counter.open()
    counter.take(counter.goods.weighed)
    counter.shows(".on-scale", "đứng yên")


def no_scale(counter: Counter) -> None:
    """Weighed by hand again."""
    counter.home()
    counter.page.evaluate(SCALE, "")
    counter.open()


def camera(counter: Counter) -> None:
    """Codes are read by the camera."""
    counter.tap("#camera")
    counter.shows(".camera video")
    counter.page.wait_for_function("() => document.querySelector('.camera video').videoWidth > 0")


def end_camera(counter: Counter) -> None:
    """The camera is off."""
    counter.page.get_by_role("button", name="Tắt máy ảnh").click()
    counter.home()


def letters(counter: Counter) -> None:
    """A name is typed by touch."""
    counter.page.evaluate(LETTERS, "always")
    counter.open()
    counter.page.locator("#search").click()
    counter.shows(".letters")
    for key in "gom":
        counter.page.locator(".letters").get_by_role("button", name=key, exact=True).click()


def no_letters(counter: Counter) -> None:
    """Letters come where a finger touches a field."""
    counter.page.evaluate(LETTERS, "auto")
    counter.page.locator("#search").fill("")
    counter.open()
    counter.home()


def line_note(counter: Counter) -> None:
    """A few words beside a line."""
    counter.take(counter.goods.other, counter.goods.piece)
    counter.tap("[data-focus^=note-]")
    counter.page.locator("#note").fill("Gói quà")
    counter.page.locator("#note").dispatch_event("input")


def noted(counter: Counter) -> None:
    """Words beside a line and beside the whole cart."""
    line_note(counter)
    counter.tap("#note-done")
    counter.menu("Ghi chú của đơn")
    counter.page.locator("#note").fill("Giao tận nơi, 12 Nguyễn Trãi")
    counter.tap("#note-done")
    counter.shows("#lines .noted")


def held_carts(counter: Counter) -> None:
    """A cart waits here, another at the next till."""
    counter.take(counter.goods.piece)
    weighed(counter, "1,25")
    counter.press("F6")
    counter.menu("Đơn giữ")
    counter.shows("[data-focus^=own-]")
    counter.shows("#panel .rows small", "máy khác cũng lấy được")
    end = time.monotonic() + 10
    while not (held := counter.office.all("/api/v1/held-carts")) and time.monotonic() < end:
        counter.page.wait_for_timeout(50)
    (own,) = held
    other = next(one["code"] for one in counter.office.all("/api/v1/tills") if one["code"] != counter.till)
    there = own["cart"] | {"uid": uid(), "lines": own["cart"]["lines"][:1]}
    counter.office.put(f"/api/v1/held-carts/{uid()}", {"till": other, "name": "Chị Mai", "cart": there}).ok(201)
    counter.shows("[data-focus^=other-]")


def end_held_carts(counter: Counter) -> None:
    """Nothing waits anywhere."""
    counter.home()
    for one in counter.office.all("/api/v1/held-carts"):
        counter.office.call("DELETE", f"/api/v1/held-carts/{one['uid']}?till={one['till']}")
    counter.press("F6")
    counter.home()


def transfers(counter: Counter) -> None:
    """Somebody said that the money had come."""
    pay(counter, "vietqr")
    counter.tap("[data-focus=later]")
    counter.shows(".prev")
    counter.menu("Chuyển khoản chưa thấy tiền")
    counter.shows("[data-focus^=seen-]")


def other_device(counter: Counter) -> Page:
    """Another device opens the till that this one sells at."""
    window = Window(counter.another_device())
    window.sign_in(counter.cashier.username, counter.cashier.password)
    window.go(f"/sell?till={counter.till}")
    window.page.locator("#take-till").wait_for()
    return window.page


STATES = (
    State("camera", "The device's camera reads codes", camera, end_camera),
    State("line-note", "A few words beside a line", line_note),
    State("noted", "Words beside a line and beside the whole cart", noted),
    State("scale", "The scale fills in a weight that stands still", scale, no_scale),
    State("letters", "Keys on the screen for a till without a keyboard", letters, no_letters),
    State("scale-low", "The scale on a phone that lies, in large type", scale, no_scale, LOW, large=True),
    State("letters-low", "The keys cover what lies under them; what is typed stays in sight", letters, no_letters, LOW),
    State("cart-low", "A phone that lies, in large type", cart, size=LOW, large=True),
    State("cash-low", "Cash on a phone that lies, in large type", cash, size=LOW, large=True),
    State("large", "Large type", cart, large=True),
    State("held-carts", "Carts on hold, here and at other tills", held_carts, end_held_carts),
    State("transfers", "Transfers whose money nobody has seen", transfers),
    State("no-paper", "The printer has no paper: said in the bar", no_paper, end_printer),
    State("printer", "What is not printed, and trying again", printer, end_printer),
    State("print-job", "One slip that is not printed: again, elsewhere, or not at all", print_job, end_printer),
    State("other-device", "One till on one device: who has it, and taking it over", other_device),
)
