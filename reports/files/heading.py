"""What stands above the table of a report's file: whose it is, what it shows, of when, and when it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from core import clock, outlet
from core.text.formats import day, moment


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines above a table. `details` are the period and what the report was narrowed to."""

    outlet: str
    title: str
    details: Sequence[str]
    printed: str

    @property
    def lines(self) -> list[str]:
        """All of them, from top to bottom."""
        return [self.outlet, self.title, *self.details, self.printed]


def heading(title: str, first: date | None = None, last: date | None = None, details: Sequence[str] = ()) -> Heading:
    """The heading of a report of a span of days, or of today where it has none."""
    if first is not None and last is not None:
        span = str(_("Từ ngày %(first)s đến ngày %(last)s", first=day(first), last=day(last)))
        details = [span if first != last else str(_("Ngày %(day)s", day=day(first))), *details]
    return Heading(outlet.show_outlet().name, title, details, str(_("In lúc %(moment)s", moment=moment(clock.now()))))
