"""`python -m benchmarks`: starts real servers in a temporary folder and measures them; the last lines are key=value.

The empty outlet, the one with a history and the bare writes are measured in turns, so that a busy moment of the machine
touches all alike.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.floor import Floor
from tests.outlet import Api, Outlet, Shop, at_once, today, uid

LINES = 4
DAYS, SALES_A_DAY = 365, 137
ROUNDS, PER_ROUND = 6, 60


@dataclass
class Measured:
    """One outlet under measurement."""

    name: str
    outlet: Outlet
    shop: Shop
    products: list[str]
    tills: list[str] = field(default_factory=list)
    sale: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    last: str = ""

    def sell(self, api: Api, shift: str, n: int) -> tuple[float, str]:
        """One sale of four lines; its seconds."""
        lines = [self.shop.line(self.products[(n + i) % len(self.products)]) for i in range(LINES)]
        body = self.shop.sale(*lines, shift=shift)
        document = uid()
        began = time.perf_counter()
        answer = api.put(f"/api/v1/sales/{document}", body)
        took = time.perf_counter() - began
        answer.ok(201)
        return took, document


def prepare(folder: Path, name: str, history: bool) -> tuple[Measured, float]:
    """An outlet with goods on the shelf, four tills with open shifts, and perhaps a year behind it."""
    data = folder / name
    data.mkdir()
    outlet = Outlet.fresh(data)
    took = 0.0
    if history:
        began = time.perf_counter()
        words = {"--days": DAYS, "--sales-per-day": SALES_A_DAY, "--products": 60, "--producers": 12, "--seed": 1}
        done = outlet.flask("simulate", *(str(x) for pair in words.items() for x in pair), timeout=1800)
        print(done.stdout.strip(), flush=True)
        took = time.perf_counter() - began
    outlet.start()
    shop = Shop(outlet.api, "BENCH")
    shop.open_shift()
    products = [shop.stocked(quantity="900000") for _ in range(12)]
    measured = Measured(name, outlet, shop, products, [shop.shift])
    for n in range(2, 5):
        till = f"TBENCH{n}"
        outlet.api.put(f"/api/v1/tills/{till}", {"name": till, "place": shop.place, "printer": "none:", "paper_mm": 80}).ok()
        shift = uid()
        outlet.api.put(f"/api/v1/shifts/{shift}", {"till": till, "opening_float_vnd": 500_000}).ok(201)
        measured.tills.append(shift)
    api = outlet.api
    for n in range(40):
        _, measured.last = measured.sell(api, shop.shift, n)
    return measured, took


def in_turns(outlets: list[Measured], bare: Floor) -> None:
    """Single sales, empty requests and bare writes, some of each after another."""
    clients = {m.name: m.outlet.api for m in outlets}
    for round_ in range(ROUNDS):
        for m in outlets if round_ % 2 else reversed(outlets):
            api = clients[m.name]
            for n in range(PER_ROUND):
                took, m.last = m.sell(api, m.shop.shift, n)
                m.sale.append(took)
            for _ in range(PER_ROUND):
                m.empty.append(_timed(lambda api=api: api.get("/health").ok()))  # type: ignore[misc]
        bare.write(PER_ROUND)


def four_clients(m: Measured, each: int = 100) -> tuple[float, list[float]]:
    """Sales per second of four tills at once, and how long each sale took."""

    def client(which: int) -> list[float]:
        api = m.outlet.api
        return [m.sell(api, m.tills[which], which * 3 + n)[0] for n in range(each)]

    began = time.perf_counter()
    took = at_once(4, client)
    return 4 * each / (time.perf_counter() - began), [t for times in took for t in times]


def report(m: Measured) -> list[float]:
    """Seconds of the sales report per producer over a year."""
    last = date.fromisoformat(today())
    path = f"/api/v1/reports/sales?by=producer&from={last - timedelta(days=DAYS)}&to={last}"
    api = m.outlet.api
    api.get(path).ok()
    return [_timed(lambda: api.get(path).ok()) for _ in range(20)]


def nothing_new(m: Measured) -> list[float]:
    """Seconds of a catalogue delta when nothing has changed."""
    api = m.outlet.api
    path = f"/api/v1/catalogue?till={m.shop.till}"
    version = api.get(path).ok()["version"]
    return [_timed(lambda: api.get(f"{path}&since={version}").ok()) for _ in range(100)]


def memory_mb(m: Measured) -> float:
    """What the server holds in memory after all of this (Linux)."""
    assert m.outlet.process is not None
    status = Path(f"/proc/{m.outlet.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def p50(seconds: list[float]) -> float:
    """The middle, in milliseconds."""
    return statistics.median(seconds) * 1000


def p95(seconds: list[float]) -> float:
    """What 95 of 100 stay under, in milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--no-history", action="store_true", help="only the empty outlet, within a minute")
    history = not parser.parse_args().no_history
    with tempfile.TemporaryDirectory(prefix="outlet-bench-") as name:
        folder = Path(name)
        outlets, simulated = [], 0.0
        try:
            for which in ("empty", "history") if history else ("empty",):
                print(f"preparing the outlet with {which} books …", flush=True)
                measured, took = prepare(folder, which, which == "history")
                outlets.append(measured)
                simulated += took
            figures = measure(outlets, folder)
        finally:
            for m in outlets:
                m.outlet.stop()
    if history:
        figures["simulate_s"] = f"{simulated:.1f}"
    print(flush=True)
    for key, value in figures.items():
        print(f"{key}={value}")
    return 0


def measure(outlets: list[Measured], folder: Path) -> dict[str, str]:
    """Every figure by name."""
    empty = outlets[0]
    bare = Floor(empty.outlet.data / "outlet.db", empty.last, folder)
    in_turns(outlets, bare)
    bare.close()
    written = bare.took
    rate, together = four_clients(empty)
    budget = p50(written) + p50(empty.empty)
    figures = {
        "sale_lines": str(LINES),
        "sale_p50_ms": f"{p50(empty.sale):.2f}",
        "sale_p95_ms": f"{p95(empty.sale):.2f}",
        "floor_p50_ms": f"{p50(written):.2f}",
        "floor_p95_ms": f"{p95(written):.2f}",
        "empty_route_p50_ms": f"{p50(empty.empty):.2f}",
        "sale_to_floor_ratio": f"{p50(empty.sale) / p50(written):.2f}",
        "sale_to_floor_and_route_ratio": f"{p50(empty.sale) / budget:.2f}",
        "clients4_sales_per_s": f"{rate:.0f}",
        "clients4_p50_ms": f"{p50(together):.2f}",
        "clients4_p95_ms": f"{p95(together):.2f}",
    }
    if len(outlets) > 1:
        full = outlets[1]
        rate, together = four_clients(full)
        reports = report(full)
        unchanged = nothing_new(full)
        figures |= {
            "history_sale_p50_ms": f"{p50(full.sale):.2f}",
            "history_sale_p95_ms": f"{p95(full.sale):.2f}",
            "history_growth_ratio": f"{p50(full.sale) / p50(empty.sale):.2f}",
            "history_clients4_sales_per_s": f"{rate:.0f}",
            "history_clients4_p95_ms": f"{p95(together):.2f}",
            "catalogue_nothing_new_p50_ms": f"{p50(unchanged):.2f}",
            "server_memory_mb": f"{memory_mb(full):.0f}",
            "history_lines": str(history_lines(full)),
            "report_by_producer_year_p50_ms": f"{p50(reports):.1f}",
            "report_by_producer_year_p95_ms": f"{p95(reports):.1f}",
        }
    return figures


def history_lines(m: Measured) -> int:
    """How many sale lines the database holds."""
    database = sqlite3.connect(m.outlet.data / "outlet.db")
    try:
        return int(database.execute("SELECT count(*) FROM sale_line").fetchone()[0])
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(main())
