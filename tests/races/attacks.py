"""`python -m tests.races.attacks`: what a till's sale costs under each attack; the last lines are key=value.

ATTACK_SALES: how many sales before each attack and during it. Each attack is measured beside the quiet figure just before, with
the largest memory of the server meanwhile and what it wrote into its logs. Exit 1 when a sale was refused or took too long.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks import load
from benchmarks.__main__ import Measured, p50, p95, prepare
from benchmarks.locked import locked
from tests.races import attacker

TOO_LONG_MS = 5_000
"""What a till's person does not wait for."""


def attacks(measured: Measured) -> Iterator[tuple[str, AbstractContextManager[None]]]:
    """Every attack and its beginning."""
    target = load.prepare(measured)
    for name in attacker.ATTACKS:
        yield name, attacker.attacked(name, measured.outlet)
    for name in load.ATTACKS:
        yield name, load.attacked(measured, name, target)


def forget_peak(measured: Measured) -> None:
    """The largest memory is counted from now on (Linux)."""
    assert measured.outlet.process
    Path(f"/proc/{measured.outlet.process.pid}/clear_refs").write_text("5")


def peak_mb(measured: Measured) -> int:
    """The largest resident memory of the server since it was forgotten, in MB (Linux)."""
    assert measured.outlet.process
    status = Path(f"/proc/{measured.outlet.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def log_bytes(measured: Measured) -> int:
    """How much the server has written into its logs."""
    data = measured.outlet.data
    return sum(path.stat().st_size for path in [data / "server.log", *(data / "logs").glob("*")])


def main() -> int:
    """The exit status: 0 when every sale was taken, in time but for locks, and the books agree."""
    load.SALES = int(os.environ.get("ATTACK_SALES", "100"))
    too_long = []
    with tempfile.TemporaryDirectory(prefix="outlet-attacks-") as name:
        measured, _ = prepare(Path(name), "attacked", history=False)
        try:
            for attack, begun in attacks(measured):
                quiet = p95(load.sales(measured))
                written = log_bytes(measured)
                forget_peak(measured)
                with begun:
                    took = load.sales(measured)
                figures = {
                    "quiet_p95_ms": f"{quiet:.1f}", "p50_ms": f"{p50(took):.1f}", "p95_ms": f"{p95(took):.1f}",
                    "max_ms": f"{max(took) * 1000:.0f}", "memory_peak_mb": peak_mb(measured),
                    "log_kb": (log_bytes(measured) - written) // 1000,
                }  # fmt: skip
                print("\n".join(f"attack_{attack}_{key}={value}" for key, value in figures.items()), flush=True)
                too_long += [attack] * (p95(took) > TOO_LONG_MS)
            under_locks = locked(measured)
            print("\n".join(f"attack_{key}={value}" for key, value in under_locks.items()), flush=True)
            lost = int(under_locks["locked_sales_lost"]) + int(under_locks["locked_other_refusals"])
        finally:
            measured.outlet.stop()
        measured.outlet.flask("books", "check")
    print(f"attacks_too_long={len(too_long)}")
    return int(bool(too_long or lost))


if __name__ == "__main__":
    sys.exit(main())
