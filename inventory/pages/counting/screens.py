"""What the pages of a count session bring along for their scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from core.paths import ROOT
from core.people import people
from core.web.assets import bundles, script_texts
from inventory.counting.results import CountSessionHeader
from inventory.counting.scope import CountableLot

COUNTING = "js/office/counting/app.js"
LEFTOVER = "js/office/counting/leftover.js"
FORGOTTEN = "js/office/counting/forgotten.js"


@cache
def script_file(stem: str, entry: str) -> str:
    """The script of a page, made of its sources when it is missing."""
    return bundles.script(stem, entry)


def translations(entry: str) -> Mapping[str, str]:
    """A script's sentences in the reader's language."""
    return script_texts.translated(ROOT / "static" / entry)


def boot(session: CountSessionHeader, lots: Sequence[CountableLot], urls: Mapping[str, str]) -> dict[str, object]:
    """What the page's script begins with: what it may name without asking, and where it sends figures."""
    return {
        "session": session.uid,
        "people": people.names(),
        "urls": dict(urls),
        "lots": {lot.lot: _lot(lot, blind=session.blind) for lot in lots},
    }


def _lot(lot: CountableLot, *, blind: bool) -> list[object]:
    day = lot.best_before.isoformat() if lot.best_before else ""
    return [lot.name, lot.unit, lot.places, lot.producer_name, day, None if blind else lot.on_hand]
