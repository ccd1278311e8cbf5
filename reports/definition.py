"""What makes a report: its result, its columns and where it stands. The API, the page and the files derive from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.i18n import N_
from core.people.permits import AnyPermit
from reports.choices import Tab
from reports.columns import Column, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A report under `/reports/{name}` and `/api/v1/reports/{name}`.

    `make(first, last)` reads it; `dated` says whether it asks for days. `title`, `lead` and `nothing` (for a report without
    rows) are message ids, `summary` is the sentence of the API. A report with a page of its own has `own_page`.
    """

    name: str
    permit: AnyPermit
    summary: str
    result: type
    columns: Sequence[Column]
    make: Callable[[date, date], Report]
    dated: bool
    title: str
    lead: str = ""
    nothing: str = N_("Không có dòng nào")
    tab: Tab | None = None
    own_page: bool = False

    @property
    def endpoint(self) -> str:
        """The page's endpoint within the blueprint of the reports."""
        return self.name.replace("-", "_")
