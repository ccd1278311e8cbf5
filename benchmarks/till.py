"""The till in Chromium with a processor four times slower than this one's, and 20,000 products.

Times are of the page's own clock, from the key or tap to the frame in which its result stands: the 95th of 100, in milliseconds.
A scan's begins with the Enter that ends it, when it reaches the browser. A sale's begins with the Enter on the pay desk and holds
the device's own disk and the server's answer, but not the 400 ms in which a desk that has just opened hears nothing.
"""

from __future__ import annotations

import gzip
import json
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.window import Window
from tests.browser_path import browser_path
from tests.outlet import MANAGER, PASSWORD, ZONE, Answer, Outlet, Shop, uid

PRODUCTS, PRODUCERS, SLOWDOWN = 20_000, 40, 4
SNAPSHOT_PRODUCTS, CHANGES = 5_000, 20
OPENS, CARTS, SCANS_EACH = 5, 12, 4
SALES = 1_000
QUERIES = ("gao te", "mat ong 5kg", "banh da", "dx5", "tra")
WATCH = """() => {
  const LONGEST_MS = 5000;
  const bench = { cause: 0, seen: null, long: [], tiles: 0 };
  globalThis.bench = bench;
  const painted = (act) => requestAnimationFrame(() => setTimeout(act));
  const onCause = (event) => { bench.cause = event.timeStamp; };
  for (const kind of ["keydown", "pointerup"]) addEventListener(kind, onCause, { capture: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.long.push([entry.startTime, entry.duration]);
  }).observe({ type: "longtask" });
  const look = (records) => {
    if (!bench.tiles && document.querySelector("#tiles .tile")) painted(() => (bench.tiles = performance.now()));
    if (bench.seen && records.some(({ target }) => bench.seen.what(target))) {
      const { done } = bench.seen;
      bench.seen = null;
      painted(() => done(performance.now() - bench.cause));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  addEventListener("input", () => {
    const { seen } = bench;
    bench.seen = null;
    if (seen) painted(() => seen.done(performance.now() - bench.cause));
  }, { capture: true });
  bench.until = (selector) => new Promise((done) => {
    bench.seen = { what: (target) => (target.closest ? target : target.parentElement)?.closest(selector), done };
    setTimeout(() => done(LONGEST_MS), LONGEST_MS);
  });
}"""
"""`bench.until(place)` answers how long after the last key or tap something of that place changed, and was painted. What is typed
into a field counts as soon as it and all it changes is painted."""


@dataclass
class Figures:
    """Milliseconds of each act, and the longest tasks after sales."""

    times: dict[str, list[float]] = field(default_factory=dict)
    long_tasks: list[float] = field(default_factory=list)

    def add(self, name: str, ms: float) -> None:
        self.times.setdefault(name, []).append(ms)


class SlowTill:
    """A manager at a till of an outlet with very many products."""

    def __init__(self, outlet: Outlet, window: Window, shop: Shop) -> None:
        self.outlet, self.window, self.shop, self.page = outlet, window, shop, window.page
        self.session: CDPSession = window.context.new_cdp_session(window.page)
        self.figures = Figures()

    def slow(self, rate: int) -> None:
        """So many times slower than this machine."""
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": rate})

    def timed(self, name: str, place: str, act: Callable[[], object]) -> None:
        """Measures an act of fingers until something of `place` has changed on the screen."""
        self.page.evaluate("place => void (bench.result = bench.until(place))", place)
        act()
        self.figures.add(name, self.page.evaluate("() => bench.result"))

    def open(self) -> dict[str, int]:
        """Opens the till anew; answers its requests and the bytes of its answers."""
        requests: list[str] = []
        note = lambda request: requests.append(request.url)  # noqa: E731
        self.page.on("request", note)
        self.page.goto(f"/sell?till={self.shop.till}")
        self.page.wait_for_function("() => bench.tiles > 0")
        self.figures.add("open", self.page.evaluate("() => bench.tiles"))
        self.page.wait_for_load_state("networkidle")
        self.page.remove_listener("request", note)
        return {"requests": len(requests), "whole": sum("since" not in url for url in requests if "catalogue" in url)}

    def sell(self, name: str = "done") -> float:
        """Takes the exact cash for the cart by keys; answers when, by the page's clock."""
        self.page.keyboard.press("F9")
        self.window.settle()
        self.timed(name, "#sum", lambda: self.page.keyboard.press("Enter"))
        return float(self.page.evaluate("() => bench.cause"))

    def tasks_after(self, since: float) -> None:
        """Notes the tasks over 50 ms since a moment of the page's clock."""
        self.figures.long_tasks += [ms for start, ms in self.page.evaluate("() => bench.long") if start >= since]

    def heap_mb(self) -> float:
        """What scripts hold after the garbage is gone."""
        self.session.send("HeapProfiler.collectGarbage")
        return float(self.session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def measure(folder: Path) -> dict[str, str]:
    """Prepares the outlet, measures the till, and answers its figures; nothing where there is no browser."""
    binary = browser_path()
    if binary is None:
        print("NOTICE: no browser, so the till was not measured.", flush=True)
        return {}
    data = folder / "till"
    data.mkdir()
    outlet = Outlet.fresh(data)
    numbers = {"--days": 2, "--sales-per-day": 30, "--products": PRODUCTS, "--producers": PRODUCERS, "--seed": 1}
    outlet.flask("simulate", *(str(part) for pair in numbers.items() for part in pair), timeout=1800)
    outlet.start()
    try:
        return measure_at(outlet, binary)
    finally:
        outlet.stop()


def measure_at(outlet: Outlet, binary: str) -> dict[str, str]:
    """The figures of a till of an outlet that runs."""
    shop = shop_of(outlet)
    figures = sizes(outlet, shop)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=[*ARGUMENTS, "--js-flags=--expose-gc"])
        context = browser.new_context(
            base_url=outlet.url, viewport={"width": 1280, "height": 800}, locale="vi-VN", timezone_id=ZONE.key
        )
        context.add_init_script(f"({WATCH})()")
        window = Window(context)
        window.sign_in(MANAGER, PASSWORD)
        till = SlowTill(outlet, window, shop)
        figures |= acts(till) | memory(till)
        browser.close()
    return figures


def shop_of(outlet: Outlet) -> Shop:
    """A till with an open shift at the place where the simulated goods lie."""
    shop = Shop(outlet.api)
    rows = outlet.api.get("/api/v1/stock?limit=1").ok()["items"]
    place = rows[0]["place"]
    till = {"name": shop.till, "place": place, "printer": "none:", "paper_mm": 80}
    outlet.api.put(f"/api/v1/tills/{shop.till}", till).ok()
    shop.place = place
    shop.open_shift()
    goods = [one for one in outlet.api.get(f"/api/v1/catalogue?till={shop.till}").ok()["products"] if one["places"] == 0]
    producer = goods[0]["producer"]
    own = [one["code"] for one in goods if one["producer"] == producer][: CARTS * SCANS_EACH]
    shop.deliver(producer, *({"product": code, "quantity": "9000"} for code in own))
    return shop


def acts(till: SlowTill) -> dict[str, str]:
    """Opening, scanning, searching, choosing a group, selling."""
    page = till.page
    till.open()
    page.wait_for_timeout(4_000)  # the goods are stored, the worker is installed
    till.figures.times.clear()
    till.slow(SLOWDOWN)
    opened = [till.open() for _ in range(OPENS)]
    page.wait_for_timeout(3_000)
    codes = codes_of(till)
    for cart in range(CARTS):
        for code in codes[cart * SCANS_EACH : (cart + 1) * SCANS_EACH]:
            till.timed("scan", "#lines", lambda code=code: till.window.scan(code, is_timed=True))  # type: ignore[misc]
        since = till.sell()
        page.wait_for_timeout(1_500)
        till.tasks_after(since)
    for query in QUERIES:
        page.locator("#search").focus()
        for letter in query.replace(" ", ""):
            till.timed("key", "#tiles", lambda letter=letter: page.keyboard.press(letter))  # type: ignore[misc]
            page.wait_for_timeout(60)
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
    for _ in range(3):
        for n in (1, 2, 3, 4, 0):
            till.timed("chip", "#groups", page.locator("#groups button").nth(n).click)
            page.wait_for_timeout(500)
    till.slow(1)
    times = till.figures.times
    return {
        "till_open_ms": f"{statistics.median(times['open']):.0f}",
        "till_open_requests": str(max(one["requests"] for one in opened)),
        "till_open_whole_catalogues": str(sum(one["whole"] for one in opened)),
        **{f"till_{name}_p95_ms": f"{p95(times[name]):.0f}" for name in ("scan", "key", "chip", "done")},
        "till_long_tasks_after_sales": str(sum(ms > 50 for ms in till.figures.long_tasks)),
        "till_longest_task_after_a_sale_ms": f"{max([0.0, *till.figures.long_tasks]):.0f}",
    }


def memory(till: SlowTill) -> dict[str, str]:
    """What scripts hold after 10 sales and after very many, at this machine's own speed."""
    codes = codes_of(till)
    heaps = []
    for n in range(SALES):
        till.timed("memory", "#lines", lambda n=n: till.window.scan(codes[n % len(codes)]))  # type: ignore[misc]
        till.sell("memory")
        if n + 1 in (10, SALES):
            till.page.wait_for_timeout(2_000)
            heaps.append(till.heap_mb())
    return {
        "till_heap_10_sales_mb": f"{heaps[0]:.1f}",
        f"till_heap_{SALES}_sales_mb": f"{heaps[-1]:.1f}",
        "till_heap_growth_ratio": f"{heaps[-1] / heaps[0]:.2f}",
    }


def codes_of(till: SlowTill) -> list[str]:
    """Codes of goods that lie at the till's place."""
    goods = till.outlet.api.get(f"/api/v1/catalogue?till={till.shop.till}").ok()["products"]
    whole = [one for one in goods if one["places"] == 0]
    return [one["code"] for one in whole if float(one["on_hand"]) >= SALES][: CARTS * SCANS_EACH]


def sizes(outlet: Outlet, shop: Shop) -> dict[str, str]:
    """Bytes as they are sent: the scripts, the snapshot of 5,000 products, and a delta of 20 changes."""
    path = f"/api/v1/catalogue?till={shop.till}"
    whole = outlet.api.get(path).ok()
    sold = [one["code"] for one in whole["products"] if one["places"] == 0 and float(one["on_hand"]) >= SALES][-CHANGES:]
    for code in sold:
        price = next(one["price_vnd"] for one in whole["products"] if one["code"] == code)
        outlet.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(code, "1", price))).ok(201)
    delta = sent(outlet, f"{path}&since={whole['version']}", "gzip")
    assert len(json.loads(gzip.decompress(delta.body))["products"]) == CHANGES
    text = json.dumps(whole | {"products": whole["products"][:SNAPSHOT_PRODUCTS]}, ensure_ascii=False).encode()
    page = outlet.api
    scripts = {name: next(part for part in json.loads(worker_head(page))["assets"] if f"/{name}-" in part and ".js" in part)
               for name in ("till", "seldom")}  # fmt: skip
    return {
        "till_script_kb": f"{len(sent(outlet, scripts['till'], 'br').body) / 1000:.1f}",
        "till_script_gzip_kb": f"{len(sent(outlet, scripts['till'], 'gzip').body) / 1000:.1f}",
        "till_seldom_script_kb": f"{len(sent(outlet, scripts['seldom'], 'br').body) / 1000:.1f}",
        "till_snapshot_kb": f"{len(gzip.compress(text)) / 1000:.0f}",
        "till_snapshot_all_kb": f"{len(sent(outlet, path, 'gzip').body) / 1000:.0f}",
        "till_delta_kb": f"{len(delta.body) / 1000:.1f}",
    }


def worker_head(api: Any) -> str:
    """The list of files that the till's worker stores, as JSON."""
    first = api.get("/sell-worker.js").body.decode().splitlines()[0]
    return str(first.removeprefix("const SHELL = ").removesuffix(";"))


def sent(outlet: Outlet, path: str, how: str) -> Answer:
    """An answer as it goes to a browser that understands one kind of compression."""
    return outlet.api.call("GET", path, headers={"Accept-Encoding": how})


def p95(ms: list[float]) -> float:
    """What 95 of 100 stay under."""
    return statistics.quantiles(ms, n=20)[-1]
