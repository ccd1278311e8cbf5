"""The papers of the product: each area registers its own (`Area.papers`), and printing knows them by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from core.i18n import present_language
from core.printing.devices.settings import PrinterSettings
from core.printing.layout import Row

SHORT, LONG = timedelta(minutes=15), timedelta(hours=12)
"""How long a paper may wait for its printer: one that a customer waits for, and one that somebody still wants at night."""


class SlipFormat(StrEnum):
    """Files that a paper on a roll is made as."""

    TEXT = "text"
    HTML = "html"
    PNG = "png"
    PDF = "pdf"
    ESCPOS = "escpos"

    @property
    def content_type(self) -> str:
        """What answers call it."""
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    SlipFormat.TEXT: "text/plain; charset=utf-8",
    SlipFormat.HTML: "text/html; charset=utf-8",
    SlipFormat.PNG: "image/png",
    SlipFormat.PDF: "application/pdf",
    SlipFormat.ESCPOS: "application/octet-stream",
}


class SheetFormat(StrEnum):
    """Files that a paper on sheets is made as."""

    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Slip:
    """What a paper on a roll says, top to bottom; `title` names its page on a screen. It speaks the language it was made in."""

    title: str
    rows: Sequence[Row]
    language: str = field(default_factory=present_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPaper:
    """A paper on a roll.

    `name` is what print jobs keep, `label` a message id. `lasts` is how long a job waits for its printer before it is not
    printed by itself any more. `make` gives what the paper of a document says; its second argument counts reprints, 0 is the
    first print; it raises NotFound. `example` says the same of example data.
    """

    name: str
    label: str
    lasts: timedelta
    make: Callable[[str, int], Slip] | None
    example: Callable[[int], Slip]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPaper:
    """A paper on sheets of A4 or A5, with the outlet's letterhead unless it is labels.

    `example` makes each of its formats from example data.
    """

    name: str
    label: str
    example: Mapping[SheetFormat, Callable[[], bytes]]
    has_letterhead: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPaper(SheetPaper):
    """Labels, which printers of labels print as well: `make_job` gives the bytes of a document's labels; it raises NotFound."""

    lasts: timedelta
    make_job: Callable[[str, PrinterSettings], bytes]


Paper = SlipPaper | SheetPaper
