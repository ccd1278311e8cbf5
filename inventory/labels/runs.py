"""Printing labels: a run of lines on one stock, written into the log and made as a file or put into a printer's lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, insert, select

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import FieldError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.printing.devices import printer_list
from core.printing.devices.choices import PrinterUse
from core.printing.devices.settings import PrinterSettings
from core.printing.drawing import PictureMark
from core.printing.spool.queue import PaperOf, Target, put
from core.printing.units import DOTS_PER_MM
from inventory import audit_actions
from inventory.choices import LabelKind
from inventory.labels import contents, files
from inventory.labels.contents import Weighed
from inventory.labels.files import Label, Run
from inventory.labels.lot_label import LotLabel
from inventory.labels.papers import RUN
from inventory.labels.stocks import Feed, LabelStock
from inventory.models import PrintedLabels
from inventory.requests import MOST_PIECES, LabelLine, LabelRunRequest
from inventory.results import LabelRunResult, PrintedLabelLine
from suppliers.models import Product
from suppliers.programme.marks import uses
from suppliers.programme.marks.choices import MarkPlace

LABEL_PRINTERS = (PrinterUse.LABEL, PrinterUse.ZPL_LABEL)


def print_labels(document: LabelRunRequest, actor: Actor) -> LabelRunResult:
    """Writes a run of labels into the log, and puts it into its printer's lane where it names one.

    Raises Invalid for a line that cannot be printed, a start beyond the sheet and a printer that has no labels; NotFound for
    goods that do not exist or are not the actor's.
    """
    lines = _with_products(document.lines, actor.producer)
    _check(document, lines)
    _refuse_unprintable(lines, actor.producer)
    rows = [
        {
            "run_uid": document.uid,
            "n": n,
            "label": line.label,
            "product_code": product,
            "lot": line.lot,
            "weight": line.weight.milli if line.weight else None,
            "stock": document.stock,
            "start": document.start,
            "pieces": line.pieces,
            "printer": document.printer,
            "printed_at": clock.now(),
            "printed_by": actor.name,
        }
        for n, (line, product) in enumerate(lines, 1)
    ]
    execute(insert(PrintedLabels), rows)
    _log_marks(document.uid, actor)
    pieces = sum(line.pieces for line in document.lines)
    audit.note(actor, audit_actions.LABELS_PRINTED, document.uid, pieces=pieces, stock=document.stock)
    if document.printer:
        width_mm = round(document.stock.measures.page_mm[0])
        put(PaperOf(paper=RUN, document=document.uid), Target(document.printer, width_mm), actor.name)
    return get_run(document.uid, actor.producer)


def _log_marks(uid: str, actor: Actor) -> None:
    """Writes down which goods bear a mark on the labels of a run; one that has no room on the stock does not stand there."""
    run, stock, _start = run_of(uid)
    products = {row["lot"]: row["product_code"] for row in _rows(uid, None) if row["lot"]}
    for label in {label.lot: label for label, _pieces in run if isinstance(label, LotLabel)}.values():
        if label.mark and any(isinstance(mark, PictureMark) for mark in files.plan(label, stock).marks):
            uses.log(products[label.lot], label.mark, MarkPlace.LABEL, uid, actor.name)


def _with_products(lines: Sequence[LabelLine], producer: str | None) -> list[tuple[LabelLine, str]]:
    """The lines with the codes of their products. Raises NotFound."""
    lots = contents.named_lots({line.lot for line in lines if line.lot}, producer)
    contents.named_products({line.product for line in lines if line.product}, producer)
    return [(line, line.product or lots[line.lot or ""].product) for line in lines]


def _check(document: LabelRunRequest, lines: Sequence[tuple[LabelLine, str]]) -> None:
    measures = document.stock.measures
    errors: list[FieldError] = []
    if document.start > measures.per_page:
        errors.append(("start", N_("Tờ này có %(most)s tem."), {"most": measures.per_page}))
    if sum(line.pieces for line, _product in lines) > MOST_PIECES:
        errors.append(("lines", N_("Một lần in nhiều nhất %(most)s tem."), {"most": MOST_PIECES}))
    if document.printer is not None:
        known = printer_list.list_printers(uri=document.printer)
        if not known or known[0].use not in LABEL_PRINTERS:
            errors.append(("printer", N_("Chọn máy in tem trong danh sách máy in.")))
        elif measures.feed is Feed.SHEET:
            errors.append(("stock", N_("Tờ tem in từ tệp PDF; máy in tem dùng cuộn.")))
        elif known[0].use is PrinterUse.LABEL and measures.page_mm[0] * DOTS_PER_MM > known[0].dots:
            errors.append(("stock", N_("Cuộn tem này rộng hơn đầu in của máy.")))
    if errors:
        raise Invalid(*errors)


def _refuse_unprintable(lines: Sequence[tuple[LabelLine, str]], producer: str | None) -> None:
    """Raises Invalid for bags that no scanner would know: not sold by weight, or heavier than the outlet's layout can say."""
    bags = {n: Weighed(product, line.lot, line.weight.milli) for n, (line, product) in enumerate(lines) if line.weight}
    labels = contents.weight_labels(bags.values(), producer, clock.today())
    sentence = N_("Tem cân chỉ in được cho hàng tính theo kg có mã cân, và không nặng quá mẫu tem cân của điểm bán.")
    errors: list[FieldError] = [(f"lines.{n}.weight", sentence) for n, bag in bags.items() if labels[bag] is None]
    if errors:
        raise Invalid(*errors)


def _bag(row: Row) -> Weighed:
    return Weighed(row["product_code"], row["lot"], row["weight"])


def get_run(uid: str, producer: str | None = None) -> LabelRunResult:
    """What was printed at once. Raises NotFound, also when goods of it are not this producer's."""
    return _result(_rows(uid, producer))


def printed_of_lot(lot: str, limit: int = 50) -> list[LabelRunResult]:
    """The runs that had labels of a lot, the newest first, each with its lines of that lot alone."""
    query = _LINES.where(PrintedLabels.lot == lot).order_by(PrintedLabels.id.desc()).limit(limit)
    return [_result([row]) for row in fetch_all(query)]


def _result(rows: Sequence[Row]) -> LabelRunResult:
    first, pieces = rows[0], sum(row["pieces"] for row in rows)
    stock = LabelStock(first["stock"])
    return LabelRunResult(
        uid=first["run_uid"],
        stock=stock,
        start=first["start"],
        pieces=pieces,
        pages=files.pages_of(pieces, stock, first["start"]),
        printer=first["printer"],
        printed_at=first["printed_at"],
        printed_by=first["printed_by"],
        file=f"/api/v1/labels/{first['run_uid']}?format=pdf",
        lines=[
            PrintedLabelLine(
                label=LabelKind(row["label"]),
                product=row["product_code"],
                name=row["name"],
                lot=row["lot"],
                weight=row["weight"],
                pieces=row["pieces"],
            )
            for row in rows
        ],
    )


_LINES: Select[*tuple[Any, ...]] = select(PrintedLabels.__table__, Product.name, Product.producer_code).join(
    Product, Product.code == PrintedLabels.product_code
)


def _rows(uid: str, producer: str | None) -> Sequence[Row]:
    rows = fetch_all(_LINES.where(PrintedLabels.run_uid == uid).order_by(PrintedLabels.n))
    if not rows or any(producer not in {None, row["producer_code"]} for row in rows):
        raise NotFound(N_("Chưa in lần tem này."))
    return rows


def usual_stock() -> LabelStock:
    """The stock that was printed on last."""
    last = fetch_one(select(PrintedLabels.stock).order_by(PrintedLabels.id.desc()).limit(1))
    return LabelStock(last["stock"]) if last and last["stock"] in set(LabelStock) else LabelStock.A4_24


def run_of(uid: str, producer: str | None = None) -> tuple[Run, LabelStock, int]:
    """The labels of a run as they are today, their stock and the sticker that they begin at. Raises NotFound."""
    rows = _rows(uid, producer)
    kinds: dict[str, list[Row]] = {kind: [row for row in rows if row["label"] == kind] for kind in LabelKind}
    lots = contents.lot_labels({row["lot"] for row in kinds[LabelKind.LOT]})
    cards = contents.shelf_labels({row["product_code"] for row in kinds[LabelKind.SHELF]})
    bags = contents.weight_labels([_bag(row) for row in kinds[LabelKind.WEIGHT]], None, clock.day_of(rows[0]["printed_at"]))
    run: list[tuple[Label, int]] = []
    for row in rows:
        match LabelKind(row["label"]):
            case LabelKind.LOT:
                label: Label | None = lots[row["lot"]]
            case LabelKind.SHELF:
                label = cards[row["product_code"]]
            case LabelKind.WEIGHT:
                label = bags[_bag(row)]
        if label is None:
            raise NotFound(N_("Hàng này không còn tính theo kg hoặc không còn mã cân, nên tem cân không in lại được."))
        run.append((label, row["pieces"]))
    return run, LabelStock(rows[0]["stock"]), rows[0]["start"]


def printer_job(uid: str, settings: PrinterSettings) -> bytes:
    """A run of labels as bytes for a printer of labels. Raises NotFound."""
    run, stock, _start = run_of(uid)
    return files.run_zpl(run, stock) if settings.use is PrinterUse.ZPL_LABEL else files.run_escpos(run, stock, settings)
