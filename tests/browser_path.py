"""Finds a Chromium or Chrome for the browser tests: `python -m tests.browser_path [--install]`.

With `--install` and the right to use apt, a missing browser is installed. Otherwise one line says what to install; that fails
the run in CI (the variable CI is set), where browser tests must never be skipped, and is a notice elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ADVICE = "install a browser for the browser tests (Debian: apt-get install chromium), or name one in CHROME_PATH"


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


def install() -> bool:
    """Installs Chromium where root and apt are at hand. Prints what it does."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("No Chromium or Chrome found: installing chromium with apt-get.", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", "update"], env=env, check=False)
    done = subprocess.run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"], env=env,
                          stdout=subprocess.DEVNULL, check=False)  # fmt: skip
    return done.returncode == 0


def main() -> int:
    """Exit 0 when the tests may start."""
    if browser_path() or ("--install" in sys.argv[1:] and install() and browser_path()):
        return 0
    print(f"NOTICE: no Chromium or Chrome found; {ADVICE}.", file=sys.stderr)
    return 1 if must_not_skip() else 0


if __name__ == "__main__":
    sys.exit(main())
