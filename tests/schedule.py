"""Which tests run first, which `make quick` runs, and how many examples a property gets and cases a long table.

The suite's examples are the same in every run. EXAMPLES_TIMES=20 makes twenty times as many, other ones each time (`make soak`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

import hypothesis
import pytest

Case = TypeVar("Case")
TIMES = int(os.environ.get("EXAMPLES_TIMES", "1"))
EVERY_CASE = bool(os.environ.get("EVERY_CASE"))
OUTSIDE = frozenset({"server", "each_server", "new_server", "browser_binary", "postgres", "shop_window"})
"""Fixtures that start a process of their own: a server, a browser, a database server."""
LONG = (
    "tests/api/",
    "tests/books/",
    "tests/browser/",
    "tests/core/files/",
    "tests/core/refusals/test_database_refuses.py",
    "tests/core/test_outbox.py",
    "tests/core/test_settings.py",
    "tests/inventory/test_any_counts.py",
    "tests/inventory/test_counts.py",
    "tests/inventory/test_goods_documents.py",
    "tests/inventory/test_goods_rules.py",
    "tests/inventory/test_gs1_twin.py",
    "tests/inventory/test_label_runs.py",
    "tests/inventory/test_previews.py",
    "tests/inventory/trust/",
    "tests/journeys/",
    "tests/migrations/",
    "tests/ops/",
    "tests/pages/",
    "tests/paper/",
    "tests/people/test_guessing_costs.py",
    "tests/people/test_permits.py",
    "tests/people/test_producers_apart.py",
    "tests/pos/counter/",
    "tests/pos/customers/",
    "tests/pos/test_printer_trouble.py",
    "tests/pos/test_refund_slips.py",
    "tests/pos/test_refunds.py",
    "tests/pos/test_shifts.py",
    "tests/pos/trust/",
    "tests/races/",
    "tests/reports/",
    "tests/rules/",
    "tests/suppliers/test_questions.py",
    "tests/suppliers/test_settling.py",
    "tests/suppliers/test_settling_many.py",
    "tests/suppliers/test_statement_papers.py",
    "tests/suppliers/test_versions.py",
    "tests/suppliers/test_what_producers_see.py",
)
"""Folders and files whose tests take longer than one waits between two edits: a quarter of a second each, or more."""
SLOWEST = (
    "tests/browser/test_pages.py",
    "tests/browser/till/test_axe.py",
    "tests/browser/test_shell.py",
    "tests/migrations/test_schema_changes.py",
    "tests/browser/test_hurried_cashier.py",
    "tests/migrations/test_old_outlets.py",
    "tests/browser/",
    "tests/races/",
    "tests/ops/",
    "tests/api/test_fuzzed.py",
    "tests/journeys/",
    "tests/migrations/",
    "tests/pages/",
    "tests/people/",
    "tests/api/",
    "tests/paper/",
)
"""Folders and files that begin first: at the end, processes have only short files left to share out."""


def examples(number: int) -> int:
    """So many in the suite, and so many times as many in the long trials."""
    return number * TIMES


def some(cases: Iterable[Case], turn: int, one_in: int = 3) -> list[Case]:
    """Every third case in the suite, another third at each turn, and all of them in the long trials (EVERY_CASE=1).

    For a table of bad values that is tried on many fields or addresses, so that each value and each field still has its turns.
    """
    return [case for n, case in enumerate(cases) if EVERY_CASE or (n + turn) % one_in == 0]


def load_profile() -> None:
    """Sets how hypothesis looks for examples."""
    hypothesis.settings.register_profile("suite", deadline=None, print_blob=True, derandomize=True, max_examples=40)
    hypothesis.settings.register_profile("soak", deadline=None, print_blob=True, max_examples=examples(100))
    hypothesis.settings.load_profile("suite" if TIMES == 1 else "soak")


def mark_quick(items: list[pytest.Item]) -> None:
    """Marks what `make quick` runs: tests of pure rules, and of acts inside this process on SQLite."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        is_long = item.nodeid.startswith(LONG)
        if not (is_long or fixtures & OUTSIDE or item.get_closest_marker("postgres") or item.get_closest_marker("browser")):
            item.add_marker("quick")


def slowest_first(items: list[pytest.Item]) -> None:
    """Sorts files, and leaves the tests of a file in their order."""
    items.sort(key=lambda item: next((n for n, path in enumerate(SLOWEST) if item.nodeid.startswith(path)), len(SLOWEST)))
