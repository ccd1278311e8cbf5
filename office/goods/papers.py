"""The paper of a recall. What draws it takes up room in every server, so it is loaded when one is asked for."""

from __future__ import annotations

from core.i18n import N_
from core.printing.papers import SheetFormat, SheetPaper


def _recall() -> bytes:
    from office.goods.recall_paper import example, recall_pdf

    return recall_pdf(example())


PAPERS = (SheetPaper(name="recall", label=N_("Biên bản thu hồi hàng"), example={SheetFormat.PDF: _recall}),)
