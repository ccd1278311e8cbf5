"""The end of a month: 50 producers with 60,000 sale lines behind them, and what they and the office look at afterwards.

In an outlet of its own. The papers are asked for one by one, while the outlet's own worker makes them ahead.
"""

from __future__ import annotations

import gzip
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.goods import signed_in
from tests.outlet import MANAGER, PASSWORD, Api, Outlet, today, uid

DAYS, SALES_A_DAY, PRODUCTS, PRODUCERS = 30, 500, 100, 50
LOOKS = 20
HTX, HTX_PASSWORD = "htx", "Mat-khau-htx-1!"


def measure(folder: Path) -> dict[str, str]:
    """The figures of an outlet that is made here."""
    data = folder / "month-end"
    data.mkdir()
    outlet = Outlet.fresh(data)
    numbers = {"--days": DAYS, "--sales-per-day": SALES_A_DAY, "--products": PRODUCTS, "--producers": PRODUCERS, "--seed": 1}
    outlet.flask("simulate", *(str(part) for pair in numbers.items() for part in pair), timeout=1800)
    with outlet:
        figures, statements = closing(outlet.api)
        longest = max(statements, key=lambda one: outlet.api.get(f"/api/v1/statements/{one['uid']}").ok()["line_count"])
        return figures | looking(outlet, longest)


def closing(api: Api) -> tuple[dict[str, str], list[Any]]:
    """Previews, the closing of all books, and all papers; the statements that were issued."""
    until = (date.fromisoformat(today()) - timedelta(days=1)).isoformat()
    producers = [one["code"] for one in api.all("/api/v1/producers") if one["code"].startswith("SIM")]
    assert len(producers) == PRODUCERS
    previews_s = _timed(lambda: [api.get(f"/api/v1/producers/{code}/statement-preview?until={until}").ok() for code in producers])
    settlement = uid()
    close_s = _timed(lambda: api.put(f"/api/v1/settlements/{settlement}", {"until": until}).ok())
    statements = api.get(f"/api/v1/settlements/{settlement}").ok()["statements"]
    assert len(statements) == PRODUCERS
    papers_s = {
        file_format: _timed(lambda: [_paper(api, one["uid"], file_format) for one in statements])  # noqa: B023  # called at once
        for file_format in ("pdf", "xlsx")
    }
    figures = {
        "month_end_producers": str(PRODUCERS),
        "month_end_previews_s": f"{previews_s:.2f}",
        "month_end_close_s": f"{close_s:.2f}",
        "month_end_pdfs_s": f"{papers_s['pdf']:.2f}",
        "month_end_xlsx_s": f"{papers_s['xlsx']:.2f}",
        "month_end_whole_s": f"{previews_s + close_s + sum(papers_s.values()):.2f}",
    }
    return figures, statements


def _paper(api: Api, statement: str, file_format: str) -> None:
    """A paper, however long it takes: 503 says that others are being made."""
    while (answer := api.get(f"/api/v1/statements/{statement}?format={file_format}")).status == 503:
        time.sleep(0.1)
    assert answer.status == 200, answer


def looking(outlet: Outlet, statement: Any) -> dict[str, str]:
    """What the office and the producer see of the longest statement, and the producer's first page."""
    people = ("people", "add", "--role", "producer", "--username", HTX, "--name", "Bà Nhung", "--password", HTX_PASSWORD)
    outlet.flask(*people, "--producer", statement["producer"])
    path = f"/statements/{statement['uid']}"
    day = _busiest_day(outlet.api.get(f"/api/v1/statements/{statement['uid']}").ok()["lines"])
    office, portal = signed_in(outlet.url, MANAGER, PASSWORD), signed_in(outlet.url, HTX, HTX_PASSWORD)
    return {
        "statement_lines": str(outlet.api.get(f"/api/v1{path}").ok()["line_count"]),
        **_look("statement_page", lambda: office(path)),
        **_look("statement_page_last", lambda: office(f"{path}?after=4900")),
        **_look("portal_statement", lambda: portal(f"/portal{path}")),
        **_look("portal_statement_day", lambda: portal(f"/portal{path}?day={day}")),
        **_look("month_end_page", lambda: office("/month-end")),
        **_look("portal_home", lambda: portal("/portal")),
    }


def _busiest_day(lines: list[Any]) -> str:
    return str(statistics.mode(line["day"] for line in lines))


def _look(name: str, act: Callable[[], bytes]) -> dict[str, str]:
    """The middle of many times a page was opened, and its size as it is and as it is sent."""
    page = act()
    took = [_timed(act) for _look in range(LOOKS)]
    return {
        f"{name}_p50_ms": f"{statistics.median(took) * 1000:.1f}",
        f"{name}_kb": f"{len(page) / 1000:.0f}",
        f"{name}_gzip_kb": f"{len(gzip.compress(page)) / 1000:.1f}",
    }


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
