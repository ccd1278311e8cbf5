"""The labels as papers: what printers print of a run, and an example of each. What draws them is loaded when one is asked for."""

from __future__ import annotations

from functools import partial

from core.i18n import N_
from core.printing.devices.settings import PrinterSettings
from core.printing.papers import LONG, LabelPaper, SheetFormat, SheetPaper
from inventory.choices import LabelKind

RUN = "labels"
"""What print jobs call a run of labels."""


def _example(name: str) -> bytes:
    from inventory.labels import examples
    from inventory.labels.files import run_pdf
    from inventory.labels.stocks import LabelStock

    return run_pdf([(getattr(examples, name)(), 3)], LabelStock.A4_24)


def _job(uid: str, printer: PrinterSettings) -> bytes:
    from inventory.labels.runs import printer_job

    return printer_job(uid, printer)


def _pdf(name: str) -> dict[SheetFormat, partial[bytes]]:
    return {SheetFormat.PDF: partial(_example, name)}


PAPERS = (
    LabelPaper(name=RUN, label=N_("Tem hàng"), example=_pdf("lot_label"), has_letterhead=False, lasts=LONG, make_job=_job),
    SheetPaper(name="shelf_label", label=LabelKind.SHELF.label, example=_pdf("shelf_label"), has_letterhead=False),
    SheetPaper(name="weight_label", label=LabelKind.WEIGHT.label, example=_pdf("weight_label"), has_letterhead=False),
    SheetPaper(name="basket_label", label=N_("Tem giỏ quà"), example=_pdf("basket_label"), has_letterhead=False),
)
