"""The papers of the goods documents. What draws them takes up room in every server, so it is loaded when one is asked for."""

from __future__ import annotations

from functools import partial

from core.i18n import N_
from core.printing.papers import Paper, SheetFormat, SheetPaper
from inventory.choices import GoodsDocumentKind
from inventory.papers.delivery_slip import DELIVERY_SLIP


def _example(kind: GoodsDocumentKind) -> bytes:
    from inventory.papers.examples import example
    from inventory.papers.goods_paper import goods_pdf

    return goods_pdf(example(kind))


def _price_sheet() -> bytes:
    from inventory.papers import examples
    from inventory.papers.price_sheet import price_sheet_pdf

    return price_sheet_pdf(examples.issuer(), examples.DAY, examples.goods_on_sale())


PAPERS: tuple[Paper, ...] = (
    *(
        SheetPaper(name=kind.value, label=kind.label, example={SheetFormat.PDF: partial(_example, kind)})
        for kind in GoodsDocumentKind
    ),
    DELIVERY_SLIP,
    SheetPaper(name="price_sheet", label=N_("Bảng giá"), example={SheetFormat.PDF: _price_sheet}),
)
