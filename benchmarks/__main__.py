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

from benchmarks import goods, month_end
from benchmarks.floor import Floor
from benchmarks.load import ATTACKS, attacked, sales
from benchmarks.load import prepare as prepare_load
from benchmarks.locked import locked
from benchmarks.papers import slips
from benchmarks.statements import statements
from benchmarks.till import measure as measure_till
from tests.outlet import Api, Outlet, Shop, at_once, today, uid

LINES = 4
DAYS, SALES_A_DAY = 365, 137
ROUNDS, PER_ROUND = 6, 60
REST_S = 2.0
"""What an attack asked for last is still at work for a moment."""


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
        options = {"--days": DAYS, "--sales-per-day": SALES_A_DAY, "--products": 60, "--producers": 12, "--seed": 1}
        done = outlet.flask("simulate", *(str(x) for pair in options.items() for x in pair), timeout=1800)
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
    """Resident memory of the server after the measurements, in MB (Linux)."""
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


def single_sales(outlets: list[Measured], folder: Path) -> dict[str, str]:
    """A sale beside its floor and beside a request that does nothing."""
    empty = outlets[0]
    bare = Floor(empty.outlet.data / "outlet.db", empty.last, folder)
    in_turns(outlets, bare)
    bare.close()
    budget = p50(bare.took) + p50(empty.empty)
    figures = {
        "sale_p50_ms": f"{p50(empty.sale):.2f}",
        "sale_p95_ms": f"{p95(empty.sale):.2f}",
        "floor_p50_ms": f"{p50(bare.took):.2f}",
        "floor_p95_ms": f"{p95(bare.took):.2f}",
        "empty_route_p50_ms": f"{p50(empty.empty):.2f}",
        "sale_to_floor_ratio": f"{p50(empty.sale) / p50(bare.took):.2f}",
        "sale_to_floor_and_route_ratio": f"{p50(empty.sale) / budget:.2f}",
    }
    for full in outlets[1:]:
        figures |= {
            "history_sale_p50_ms": f"{p50(full.sale):.2f}",
            "history_sale_p95_ms": f"{p95(full.sale):.2f}",
            "history_growth_ratio": f"{p50(full.sale) / p50(empty.sale):.2f}",
            "history_lines": str(history_lines(full)),
        }
    return figures


def clients(outlets: list[Measured], _folder: Path) -> dict[str, str]:
    """Four tills at once."""
    figures = {}
    for m in outlets:
        prefix = "" if m.name == "empty" else f"{m.name}_"
        rate, together = four_clients(m)
        figures |= {
            f"{prefix}clients4_sales_per_s": f"{rate:.0f}",
            f"{prefix}clients4_p50_ms": f"{p50(together):.2f}",
            f"{prefix}clients4_p95_ms": f"{p95(together):.2f}",
        }
    return figures


def catalogue(outlets: list[Measured], _folder: Path) -> dict[str, str]:
    """A till that asks what has changed, when nothing has."""
    return {"catalogue_nothing_new_p50_ms": f"{p50(nothing_new(outlets[-1])):.2f}"}


def load(outlets: list[Measured], _folder: Path) -> dict[str, str]:
    """A till's sale while others do their worst, each time beside its quiet figure just before, and the largest memory."""
    m, figures, largest = outlets[-1], {}, 0.0
    target = prepare_load(m)
    for name in ATTACKS:
        time.sleep(REST_S)
        quiet = p95(sales(m))
        with attacked(m, name, target):
            took = sales(m)
            largest = max(largest, memory_mb(m))
        figures |= {
            f"load_{name}_quiet_p95_ms": f"{quiet:.2f}",
            f"load_{name}_p50_ms": f"{p50(took):.2f}",
            f"load_{name}_p95_ms": f"{p95(took):.2f}",
            f"load_{name}_ratio": f"{p95(took) / quiet:.2f}",
        }
    return figures | {"load_memory_mb": f"{largest:.0f}"}


def under_locks(outlets: list[Measured], _folder: Path) -> dict[str, str]:
    """Tills and readers while another program locks the database."""
    return locked(outlets[-1])


def papers(_outlets: list[Measured], _folder: Path) -> dict[str, str]:
    """Slips and statements from their facts to the bytes of a printer or a file, in this process."""
    return slips() | statements()


def slow_till(_outlets: list[Measured], folder: Path) -> dict[str, str]:
    """A till in a browser, with 20,000 products on a slow device."""
    return measure_till(folder)


def memory(outlets: list[Measured], _folder: Path) -> dict[str, str]:
    """Memory of the server after the other measurements."""
    return {"server_memory_mb": f"{memory_mb(outlets[-1]):.0f}"}


def goods_work(outlets: list[Measured], _folder: Path) -> dict[str, str]:
    """Receiving and counting, the stock page and a stock card."""
    api = outlets[-1].outlet.api
    return goods.measure(api) | goods.measure_pages(api)


def month(_outlets: list[Measured], folder: Path) -> dict[str, str]:
    """The end of a month, from the previews to the papers, and the pages of long statements."""
    return month_end.measure(folder)


def year_report(outlets: list[Measured], _folder: Path) -> dict[str, str]:
    """The sales report by producer."""
    seconds = report(outlets[-1])
    return {"report_by_producer_year_p50_ms": f"{p50(seconds):.1f}", "report_by_producer_year_p95_ms": f"{p95(seconds):.1f}"}


PARTS: dict[str, Callable[[list[Measured], Path], dict[str, str]]] = {
    "sale": single_sales,
    "clients": clients,
    "catalogue": catalogue,
    "goods": goods_work,
    "report": year_report,
    "load": load,
    "locked": under_locks,
    "papers": papers,
    "month": month,
    "memory": memory,
    "till": slow_till,
}


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="part", help=f"only some of {', '.join(PARTS)}")
    parser.add_argument("--no-history", action="store_true", help="only the empty outlet, within a minute")
    arguments = parser.parse_args()
    history = not arguments.no_history
    with tempfile.TemporaryDirectory(prefix="outlet-bench-") as name:
        folder = Path(name)
        outlets, simulated = [], 0.0
        try:
            for which in ("empty", "history") if history else ("empty",):
                print(f"preparing the outlet with {which} books …", flush=True)
                measured, took = prepare(folder, which, which == "history")
                outlets.append(measured)
                simulated += took
            figures: dict[str, str] = {"sale_lines": str(LINES)}
            for part in arguments.parts or PARTS:
                figures |= PARTS[part](outlets, folder)
        finally:
            for m in outlets:
                m.outlet.stop()
    if history:
        figures["simulate_s"] = f"{simulated:.1f}"
    print(flush=True)
    for key, value in figures.items():
        print(f"{key}={value}")
    return 0


def history_lines(m: Measured) -> int:
    """How many sale lines the database holds."""
    database = sqlite3.connect(m.outlet.data / "outlet.db")
    try:
        return int(database.execute("SELECT count(*) FROM sale_line").fetchone()[0])
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(main())
