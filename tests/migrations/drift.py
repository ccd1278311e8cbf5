"""`python -m tests.migrations.drift`: `flask db check` on a new database of each kind; exit 1 when it finds a difference."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.databases import start_postgres
from tests.outlet import ROOT


def main() -> int:
    """The exit status of the check, 0 when both kinds agree."""
    with tempfile.TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'outlet.db'}"}
        try:
            urls["postgresql"] = start_postgres().create()
        except pytest.skip.Exception as reason:
            print(f"NOTICE: {reason}")
        return max(_check(kind, url, folder) for kind, url in urls.items())


def _check(kind: str, url: str, folder: str) -> int:
    environment = os.environ | {"OUTLET_DATABASE_URL": url, "OUTLET_DATA_DIR": folder}
    for command in ("upgrade", "check"):
        print(f"{kind}: flask db {command}", flush=True)
        arguments = [sys.executable, "-m", "flask", "--app", "wsgi", "db", command]
        if subprocess.run(arguments, cwd=ROOT, env=environment, check=False).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
