"""The printers that the outlet knows, by their addresses. Tills name a printer by its address, known here or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

from sqlalchemy import delete, insert, select, update

from core import audit_actions, clock
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.printing.devices.choices import CodePageName, CutMode, HeadDots, PrinterUse, PrintMode
from core.printing.devices.models import Printer
from core.printing.devices.printers import check_address
from core.printing.devices.requests import PrinterRequest
from core.printing.devices.results import PrinterResult
from core.printing.devices.settings import PrinterSettings, usual_dots, usual_settings
from core.printing.units import DOTS_PER_MM

NO_PRINTER = "none:"
LAST_PAGE = 255


@dataclass(frozen=True, slots=True)
class ReceiptPrinter:
    """A printer of slips as somebody chooses it; `paper_mm` is the roll's width."""

    uri: str
    name: str
    paper_mm: int


Finder = Callable[[], Iterable[ReceiptPrinter]]
_finders: list[Finder] = []


def also_prints(finder: Finder) -> Finder:
    """Registers printers of slips that an area above knows by their addresses alone."""
    _finders.append(finder)
    return finder


def receipt_printers() -> list[ReceiptPrinter]:
    """Every printer of slips by name, each once; the outlet's own name of a printer comes before others."""
    listed = [printer for printer in list_printers() if printer.use is PrinterUse.RECEIPT]
    found = {printer.uri: ReceiptPrinter(printer.uri, printer.name, printer.paper_mm) for printer in listed}
    for finder in _finders:
        for printer in finder():
            found.setdefault(printer.uri, printer)
    return sorted(found.values(), key=lambda printer: printer.name)


def put_printer(document: PrinterRequest, actor: Actor) -> bool:
    """Records a printer; says whether its address is new. Raises Invalid for settings that do not go together."""
    _check(document)
    old = fetch_one(select(Printer.__table__).where(Printer.uri == document.uri).with_for_update())
    values = document.model_dump() | {"dots": document.dots or int(usual_dots(document.paper_mm))}
    if old is None:
        execute(insert(Printer), {**values, "added_at": clock.now()})
    else:
        execute(update(Printer).where(Printer.uri == document.uri).values(values))
    before = _printer(old) if old else None
    audit.record_change(actor, audit_actions.PRINTER_RECORDED, document.uri, before, get_printer(document.uri))
    return old is None


def remove_printer(uri: str, actor: Actor) -> None:
    """Forgets a printer's settings; tills that name it print with the usual ones. A second time changes nothing."""
    old = fetch_one(select(Printer.__table__).where(Printer.uri == uri).with_for_update())
    if old is not None:
        execute(delete(Printer).where(Printer.uri == uri))
        audit.record_change(actor, audit_actions.PRINTER_REMOVED, uri, _printer(old), None)


def get_printer(uri: str) -> PrinterResult:
    """A printer. Raises NotFound."""
    row = fetch_one(select(Printer.__table__).where(Printer.uri == uri))
    if row is None:
        raise NotFound(N_("Không có máy in này."))
    return _printer(row)


def list_printers(after: str | None = None, limit: int | None = None, uri: str | None = None) -> list[PrinterResult]:
    """Printers by address; all, or the one of an address."""
    query = select(Printer.__table__).order_by(Printer.uri).limit(limit)
    if after is not None:
        query = query.where(Printer.uri > after)
    if uri is not None:
        query = query.where(Printer.uri == uri)
    return [_printer(row) for row in fetch_all(query)]


def settings_of(uri: str, paper_mm: int) -> PrinterSettings:
    """How the printer of an address prints; one that is not known has the usual settings of a roll of `paper_mm`."""
    row = fetch_one(select(Printer.__table__).where(Printer.uri == uri))
    return usual_settings(paper_mm) if row is None else _printer(row)


def _check(document: PrinterRequest) -> None:
    if document.uri == NO_PRINTER:
        raise Invalid(("uri", N_("Máy in phải có địa chỉ.")))
    check_address(document.uri, "uri")
    dots = document.dots or usual_dots(document.paper_mm)
    if document.use is PrinterUse.RECEIPT and dots > document.paper_mm * DOTS_PER_MM:  # labels may be narrower than the head
        raise Invalid(("dots", N_("Đầu in rộng hơn khổ giấy.")))
    if (document.code_page is None) != (document.code_page_number is None):
        missing = "code_page" if document.code_page is None else "code_page_number"
        raise Invalid((missing, N_("Bảng chữ và số của nó đi cùng nhau.")))
    if document.mode is PrintMode.TEXT and document.code_page is None:
        raise Invalid(("code_page", N_("In bằng chữ của máy in thì phải có bảng chữ.")))
    if document.code_page is CodePageName.TCVN_3 and document.code_page_number == LAST_PAGE:
        raise Invalid(("code_page_number", N_("Quá lớn.")))


_CHOICES = {"mode": PrintMode, "cut": CutMode, "use": PrinterUse, "dots": HeadDots}


def _printer(row: Row) -> PrinterResult:
    return PrinterResult(
        **{f.name: _CHOICES[f.name](row[f.name]) if f.name in _CHOICES else row[f.name] for f in fields(PrinterResult)}
    )
