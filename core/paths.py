"""Where the checkout lies."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "static" / "generated"
"""What `ops.assets` makes at `make setup`."""
