"""The command `flask`: Flask's own, but `.env` is read by core.settings alone, which refuses a bad one in one line."""

from __future__ import annotations

import os

from flask import cli


def main() -> None:
    """Runs Flask's command line."""
    os.environ["FLASK_SKIP_DOTENV"] = "1"
    cli.main()
