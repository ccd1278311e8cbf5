"""Finds a Chromium or Chrome for the browser tests: `python -m tests.browser_path [--install]`.

Chromium's headless shell comes first: the same engine without the windows around it, which take a third of the whole's time.
With `--install` and the right to use apt, it is installed where it is missing, and Chromium itself where there is no browser at
all. Without any, one line says what to install; that fails the run in CI (the variable CI is set), where browser tests must never
be skipped, and is a notice elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ADVICE = "install a browser for the browser tests (Debian: apt-get install chromium-headless-shell), or name one in CHROME_PATH"


def browser_path() -> str | None:
    """The browser to drive: CHROME_PATH, else the first that is installed."""
    named = os.environ.get("CHROME_PATH")
    if named:
        return named if os.access(named, os.X_OK) else None
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    return installed or (MAC if Path(MAC).exists() else None)


def must_not_skip() -> bool:
    """Whether a missing browser fails the run instead of skipping its tests."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def install() -> None:
    """Installs a browser where root and apt are at hand. Prints what it does; without a network it soon gives up."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    for package in (SHELL, "chromium") if browser_path() is None else (SHELL,):
        print(f"Installing {package} with apt-get, for the browser tests.", flush=True)
        if _apt("update") and _apt("install", "-y", "--no-install-recommends", package):
            return


def _apt(*arguments: str) -> bool:
    command = ["apt-get", "-qq", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10", *arguments]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    """Exit 0 when the tests may start."""
    if "--install" in sys.argv[1:] and not os.environ.get("CHROME_PATH") and shutil.which(SHELL) is None:
        install()
    if browser_path():
        return 0
    print(f"NOTICE: no Chromium or Chrome found; {ADVICE}.", file=sys.stderr)
    return 1 if must_not_skip() else 0


if __name__ == "__main__":
    sys.exit(main())
