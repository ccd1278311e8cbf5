"""Prints what the tests of `make cover` ran: every file with something left out, and in the last line the share of the whole.

LINES 93.4 % (43,700 of 46,789)  BRANCHES 88.1 % (6,475 of 7,350)
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from coverage import Coverage


def share(covered: int, of: int) -> str:
    """A share in per cent, and what it is made of."""
    return f"{100 * covered / (of or 1):.1f} % ({covered:,} of {of:,})"


def main() -> None:
    """Reads `.coverage` where it is started."""
    measured = Coverage()
    measured.load()
    measured.report(skip_covered=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(file))
        totals = json.loads(file.read_text("utf-8"))["totals"]
    lines = share(totals["covered_lines"], totals["num_statements"])
    print(f"LINES {lines}  BRANCHES {share(totals['covered_branches'], totals['num_branches'])}")


if __name__ == "__main__":
    main()
