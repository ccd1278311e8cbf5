"""The long trials: `python -m tests.soak [part …]`, all of them when no part is named.

The last lines are key=value; the exit status is 1 when one failed. A part's length is a variable of the environment; a smaller
one there makes it short.

| part          | what it does                                                                                            |
|---------------|---------------------------------------------------------------------------------------------------------|
| `old_outlet`  | 200 000 lines made by version 0.1.0 come up to this version, in place and from their backup              |
| `old_outlets` | both outlets in tests/data come up and are restored, on each database                                    |
| `killed_till` | the browser of a till is killed during sales, with and without a server; an older disk comes back        |
| `offline`     | hundreds of sales without a server, then sent while answers are lost, tabs closed, the browser killed    |
| `noon_hour`   | five scans a sale, an input method on, thousands of products imported meanwhile, the printer dead        |
| `killed`      | the server is killed under four tills and an attacker, on SQLite; `killed_postgres` on PostgreSQL        |
| `print_jobs`  | workers are killed while five printers print, slow, broken and without paper                            |
| `attack`      | a till sells under each attack of a stranger, of a producer's account and of a program in the database   |
| `requests`    | requests made from the OpenAPI document, right and wrong, to each operation                              |
| `goods`       | the store room against an independent model, on each database                                            |
| `examples`    | every property of the suite with many more examples, other ones each time                                |
| `every_case`   | each bad value, each odd text in an address, each label, journeys at each size, a kill at each moment      |
| `hand_changes`| changes by hand to a copy of the database, seen or named in docs/promises.md                            |
| `gs1`         | codes that the server's reader and the till's must read alike                                            |
| `pages`       | every kind of the manager's pages in English, too, and each at three widths                              |
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.outlet import ROOT


@dataclass(frozen=True)
class Part:
    """A command, and the variable that says how long it takes."""

    command: tuple[str, ...]
    variable: str
    length: str


EVERY_CASE = (
    "tests/api/test_bad_fields.py",
    "tests/people/test_permits.py",
    "tests/paper/labels",
    "tests/browser/till",
    "tests/browser/returns",
    "tests/races/test_killed.py",
)
"""Tests of long tables, of which the suite tries a part (`tests.schedule.some`)."""
PARTS = {
    "old_outlet": Part(("tests.migrations.soak",), "OLD_SALES", "51100"),
    "old_outlets": Part(("pytest", "-q", "tests/migrations/test_old_outlets.py"), "OLD_OUTLETS", "every"),
    "killed_till": Part(("pytest", "-q", "-s", "tests/browser/test_killed_browser.py"), "TILL_SALES", "500"),
    "offline": Part(("pytest", "-q", "-s", "tests/browser/trials/test_hundreds_offline.py"), "OFFLINE_SALES", "200"),
    "noon_hour": Part(("pytest", "-q", "-s", "tests/browser/trials/test_noon_hour.py"), "NOON_SALES", "100"),
    "killed": Part(("tests.races.soak", "sqlite"), "SERVER_KILLS", "1000"),
    "killed_postgres": Part(("tests.races.soak", "postgresql"), "SERVER_KILLS_POSTGRES", "200"),
    "print_jobs": Part(("pytest", "-q", "tests/spool/test_killed_workers.py"), "PRINT_JOBS", "1000"),
    "attack": Part(("tests.races.attacks",), "ATTACK_SALES", "100"),
    "requests": Part(("pytest", "-q", "tests/api/test_fuzzed.py"), "FUZZ_EXAMPLES", "100"),
    "goods": Part(("pytest", "-q", "tests/journeys/test_any_goods.py"), "GOODS_ACTS", "20000"),
    "trust": Part(("pytest", "-q", "tests/journeys/test_any_trust.py"), "TRUST_ACTS", "20000"),
    "examples": Part(("pytest", "-q", "-m", "hypothesis", "-n", "auto", "--dist", "loadfile"), "EXAMPLES_TIMES", "20"),
    "every_case": Part(("pytest", "-q", *EVERY_CASE), "EVERY_CASE", "1"),
    "hand_changes": Part(("pytest", "-q", "tests/books/test_any_hand_change.py"), "HAND_CHANGES", "3000"),
    "gs1": Part(("pytest", "-q", "tests/inventory/test_gs1_twin.py"), "GS1_CODES", "200000"),
    "pages": Part(("pytest", "-q", "tests/browser/test_pages.py"), "PAGES_IN_ENGLISH", "1"),
}


def main(names: list[str]) -> int:
    """Runs these parts; the exit status."""
    figures: dict[str, object] = {}
    failed = False
    for name in names or PARTS:
        part = PARTS[name]
        length = os.environ.get(part.variable, part.length)
        print(f"--- {name}: {part.variable}={length}", flush=True)
        begun = time.monotonic()
        environment = os.environ | {part.variable: length}
        ended = subprocess.run([sys.executable, "-m", *part.command], cwd=ROOT, env=environment, check=False)
        failed = failed or ended.returncode != 0
        figures |= {part.variable.lower(): length, f"{name}_ok": int(ended.returncode == 0)}
        figures[f"{name}_s"] = round(time.monotonic() - begun)
    for key, value in figures.items():
        print(f"{key}={value}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
