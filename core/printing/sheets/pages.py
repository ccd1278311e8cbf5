"""A story on sheets: the foot of every page, and an end that never stands on a page alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Table

from core.i18n import gettext as _
from core.printing.fonts import REGULAR, clean
from core.printing.sheets.sizes import SHEETS, Sheet, SheetSize
from core.printing.sheets.styles import GREY
from core.printing.sheets.tables import KEPT_ROWS

FOOT_SIZE = 8.0


class Ending(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A table and what stands under it: sum, words, signatures. The last lines of the table stay with them on one page."""

    def __init__(self, lines: Table, end: Sequence[Flowable], heading: Flowable | None = None) -> None:
        super().__init__()
        self.lines, self.end, self.heading = lines, list(end), heading

    @property
    def _all(self) -> list[Flowable]:
        return [*([self.heading] if self.heading else []), self.lines, *self.end]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._width = width
        self._sizes = _sizes(self._all, width, height)
        self.height = sum(own for _w, own in self._sizes)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that fit, and the others with the end; nothing when a new page serves as well."""
        heading = _sizes([self.heading], width, height)[0][1] if self.heading else 0.0
        self.lines.wrap(width, height)
        heights = self.lines._rowHeights
        heads = self.lines.repeatRows
        kept = min(KEPT_ROWS + 1, len(heights) - heads)
        room = min(height - heading, sum(heights[:-kept]) + 0.01)
        if room <= sum(heights[: heads + 1]):
            return []
        parts = self.lines.split(width, room)
        if len(parts) < 2:
            return []
        first, rest = parts
        return [*([self.heading] if self.heading else []), first, Ending(rest, self.end)]

    def draw(self) -> None:
        y = self.height
        for flowable, (width, height) in zip(self._all, self._sizes, strict=True):
            y -= height
            flowable.drawOn(self.canv, 0, y + _after(flowable), self._width - width)


def _after(flowable: Flowable) -> float:
    return float(flowable.getSpaceAfter())


def _sizes(flowables: Sequence[Flowable], width: float, height: float) -> list[tuple[float, float]]:
    """How wide each is, and how high with the white above and below it."""
    sizes = []
    for flowable in flowables:
        across, own = flowable.wrap(width, height)
        sizes.append((across, own + flowable.getSpaceBefore() + _after(flowable)))
    return sizes


def make_pdf(
    story: list[Flowable],
    size: SheetSize,
    *,
    title: str,
    author: str,
    foot: str,
    language: str,
    shows_page_numbers: bool = True,
) -> bytes:
    """The story on as many sheets as it needs; each has `foot` and its page number. Call it within `reportlab_lock`."""
    sheet = SHEETS[size]
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=(sheet.width, sheet.height), title=clean(title), author=clean(author), lang=language, invariant=1
    )
    edges = {f"{side}Padding": 0 for side in ("left", "right", "top", "bottom")}
    body = Frame(sheet.side, sheet.bottom, sheet.text_width, sheet.text_height, **edges)
    document.addPageTemplates(PageTemplate(frames=[body]))
    document.build(story, canvasmaker=_numbered(sheet, foot, shows_page_numbers))
    return out.getvalue()


def _numbered(sheet: Sheet, foot: str, shows_page_numbers: bool) -> type[Canvas]:
    """A canvas that knows at the end how many pages there are, and writes it on each."""

    class Numbered(Canvas):  # type: ignore[misc]  # reportlab has no types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._pages: list[dict[str, object]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page, state in enumerate(self._pages, 1):
                self.__dict__.update(state)
                self.setFont(REGULAR, FOOT_SIZE)
                self.setFillColor(GREY)
                y = sheet.bottom * 0.48
                self.drawString(sheet.side, y, clean(foot))
                if shows_page_numbers:
                    number = _("Trang %(page)s/%(pages)s", page=page, pages=len(self._pages))
                    self.drawRightString(sheet.width - sheet.side, y, number)
                super().showPage()
            super().save()

    return Numbered
