"""`python -m tests.migrations.soak`: 200 000 lines made by version 0.1.0 come up to this version. OLD_SALES: how many sales.

Takes version 0.1.0 out of this repository's history, lets it simulate a year and answer about it, then upgrades the database
in place, restores the old backup beside it, and compares. Exit 1 when anything differs; the last lines are key=value.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.outlet import ROOT

VERSION_0_1_0 = "ce93ba0"
SALES = int(os.environ.get("OLD_SALES", "51100"))
DAYS = 365


def main() -> int:
    """The exit status: 0 when the books agree and every answer is the old one."""
    with tempfile.TemporaryDirectory(prefix="outlet-soak-") as name:
        folder = Path(name)
        old = folder / "0.1.0"
        old.mkdir()
        packed = subprocess.run(["git", "archive", VERSION_0_1_0], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            files.extractall(old, filter="data")
        (old / "cheroot").mkdir()  # its server is no longer among our packages, and does not serve here
        (old / "cheroot" / "wsgi.py").write_text("class Server: ...\n")
        outlet, saved = folder / "outlet", folder / "old.zip"
        _flask(old, outlet, "db", "upgrade")
        _flask(old, outlet, "outlet", "init", "--name", "Soak", "--manager", "quanly", "--password", "Mat-khau-dai-1!")
        shape = ["--days", str(DAYS), "--sales-per-day", str(max(1, SALES // DAYS)), "--products", "300", "--producers", "30"]
        print(_flask(old, outlet, "simulate", *shape, "--seed", "1"))
        _flask(old, outlet, "backup", str(saved))
        before = _answers(old, outlet)
        figures = {"database_mb": (outlet / "outlet.db").stat().st_size // 1_000_000}
        figures["upgrade_s"] = _timed(outlet, "db", "upgrade")
        equal = _is_whole(outlet, before)
        restored = folder / "restored"
        figures["restore_s"] = _timed(restored, "restore", str(saved))
        equal = _is_whole(restored, before) and equal
    for key, value in figures.items():
        print(f"{key}={value}")
    print(f"equal={int(equal)}")
    return 0 if equal else 1


def _environment(outlet: Path) -> dict[str, str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OUTLET_")}
    return environment | {"OUTLET_DATA_DIR": str(outlet)}


def _flask(version: Path, outlet: Path, *arguments: str) -> str:
    """Runs one command of that version and returns what it printed."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    return subprocess.run(command, cwd=version, env=_environment(outlet), check=True, stdout=subprocess.PIPE, text=True).stdout


def _timed(outlet: Path, *arguments: str) -> float:
    """Seconds that one command of this version takes."""
    start = time.monotonic()
    _flask(ROOT, outlet, *arguments)
    return round(time.monotonic() - start, 1)


def _answers(version: Path, outlet: Path) -> Any:
    today = date.today() + timedelta(days=1)
    script = str(ROOT / "tests" / "migrations" / "answers.py")
    command = [sys.executable, script, str(outlet), str(today - timedelta(days=DAYS + 2)), str(today)]
    out = subprocess.run(command, cwd=version, env=_environment(outlet), check=True, stdout=subprocess.PIPE).stdout
    return json.loads(out)


def _is_whole(outlet: Path, before: Any) -> bool:
    """Whether the books agree and the answers are those of before."""
    from tests.migrations.answers import covers

    print(_flask(ROOT, outlet, "books", "check"))
    after = _answers(ROOT, outlet)
    different = [question for question in before if not covers(after[question], before[question])]
    if different:
        print(f"different: {', '.join(different)}")
    return not different


if __name__ == "__main__":
    sys.exit(main())
