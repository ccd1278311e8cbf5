"""Printers: chosen from what is found, tried at once, then told their letters, paper and tills."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.db import transaction
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.printing import trials
from core.printing.devices import finding, printer_list
from core.printing.devices.choices import CutMode, DrawerPin, HeadDots, PrinterKind, PrinterUse, PrintMode
from core.printing.devices.printers import PORT, PrinterUnavailable, allow_list
from core.printing.devices.profiles import profiles
from core.printing.devices.requests import PrinterRequest
from core.printing.devices.results import PrinterResult
from core.printing.devices.settings import NARROW_ROLL_MM, WIDE_ROLL_MM
from core.printing.trial_papers import text_modes
from core.web.figure_fields import NO_WHOLE, whole
from core.web.form_parsing import form_errors, form_text
from core.web.validation import Unread, read
from pos import tills
from pos.requests import TillRequest
from pos.results import TillResult

bp = Blueprint("printers", __name__)

LIST = "/settings/printers"
KINDS = {
    "tcp": PrinterKind.NETWORK,
    "usb": PrinterKind.USB,
    "serial": PrinterKind.SERIAL,
    "cups": PrinterKind.QUEUE,
    "win32": PrinterKind.WINDOWS,
    "file": PrinterKind.FILE,
}
_NUMBERS = ("paper_mm", "dots", "strip_rows", "pause_ms")
RECEIPT_ROLLS = (WIDE_ROLL_MM, NARROW_ROLL_MM)
OTHER_ROLLS = (50, 40, 35)


@bp.app_template_filter("printer_address")
def printer_address(uri: str) -> str:
    """A printer's address as a person says it: how it is reached, and where."""
    kind = KINDS.get(uri.partition(":")[0])
    return f"{_(kind.label)}: {_where(uri)}" if kind else str(_("không có máy in"))


def _where(uri: str) -> str:
    scheme, _colon, rest = unquote(uri).partition("://")
    return rest.removesuffix(f":{PORT}" if scheme == "tcp" else "/")


def printer_choices(current: str | None) -> list[tuple[str, str]]:
    """Printers that a till may be given, by address and name; the address that it has is among them."""
    listed = printer_list.list_printers()
    known = {printer.uri: printer.name for printer in listed if printer.use is PrinterUse.RECEIPT or printer.uri == current}
    others = {uri: printer_address(uri) for uri in (printer_list.NO_PRINTER, current or printer_list.NO_PRINTER)}
    return [*{**others, **known}.items()]


@bp.get(LIST)
@needs(Permit.MANAGE)
def printers_list() -> str:
    """The outlet's printers, and those that only tills name."""
    known, users = printer_list.list_printers(), _users()
    unknown = sorted(set(users) - {printer.uri for printer in known} - {printer_list.NO_PRINTER})
    return render_template("settings/printers.html", printers=known, users=users, unknown=unknown)


@bp.get(f"{LIST}/new")
@needs(Permit.MANAGE)
def choose_kind() -> str:
    """How is the printer reached? Nothing is looked for yet."""
    return _found(None, None, {}, {}, None)


def _found(
    kind: PrinterKind | None, found: finding.Findings | None, typed: Any, errors: dict[str, str], sentence: str | None
) -> str:
    known = {printer.uri for printer in printer_list.list_printers()} if found else set()
    return render_template(
        "settings/printer_new.html",
        kinds=finding.kinds(),
        kind=kind,
        found=found,
        known=known,
        typed=typed,
        errors=errors,
        sentence=sentence,
    )


@bp.post(f"{LIST}/find")
@needs(Permit.MANAGE)
def find() -> str:
    """Looks for printers of a kind, now and only now."""
    chosen = request.form.get("kind", "")
    if chosen not in finding.kinds():
        raise NotFound(N_("Không có loại máy in này."))
    kind = PrinterKind(chosen)
    return _found(kind, finding.find(kind, allow_list()), {}, {}, None)


@bp.post(LIST)
@needs(Permit.MANAGE)
def add() -> Any:
    """Adds a printer with the usual settings, and has it print a trial slip at once."""
    actor = current_actor()
    uri = form_text("uri") or ""
    roll = next((till.paper_mm for till in tills.list_tills() if till.printer == uri), RECEIPT_ROLLS[0])
    data = {"uri": uri, "name": form_text("name") or _("Máy in %(where)s", where=_where(uri)), "paper_mm": roll}
    try:
        document = read(PrinterRequest, data)
        if printer_list.list_printers(uri=uri):
            raise Invalid(("uri", N_("Máy in này đã có trong danh sách.")))
        transaction(lambda: printer_list.put_printer(document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _found(None, None, request.form, errors, sentence), error.status
    return _print_trial(uri)


@bp.get(f"{LIST}/printer")
@needs(Permit.MANAGE)
def show() -> str:
    """One printer, step by step."""
    return _page(request.args.get("uri", ""), None, {}, None)


def _page(uri: str, typed: Any, errors: dict[str, str], sentence: str | None) -> str:
    printer = printer_list.get_printer(uri)
    rolls = dict.fromkeys((*RECEIPT_ROLLS, *OTHER_ROLLS, printer.paper_mm))
    return render_template(
        "settings/printer.html",
        printer=printer,
        form=typed or printer,
        errors=errors,
        sentence=sentence,
        modes=text_modes(),
        models=[(profile.key, profile.name) for profile in profiles().values()],
        rolls=[(mm, f"{mm} mm") for mm in rolls],
        heads=[(int(dots), _("%(dots)s chấm", dots=int(dots))) for dots in HeadDots],
        pins=[(0, _("không có két"))] + [(int(pin), _("chân %(pin)s", pin=int(pin))) for pin in DrawerPin],
        tills=tills.list_tills(),
    )


@bp.post(f"{LIST}/trial")
@needs(Permit.MANAGE)
def trial() -> Response:
    """Prints a trial slip."""
    return _print_trial(_uri())


def _print_trial(uri: str) -> Response:
    try:
        trials.print_trial(uri)
    except PrinterUnavailable as error:
        flash(_("Chưa in thử được. %(why)s", why=error.detail), "bad")
    else:
        flash(_("Đã gửi phiếu in thử. Hãy xem giấy ở máy in."), "good")
    return _to(uri)


@bp.post(f"{LIST}/letters")
@needs(Permit.MANAGE)
def letters() -> Response:
    """Prints the page of letters."""
    uri = _uri()
    try:
        trials.print_letters(uri)
    except PrinterUnavailable as error:
        flash(_("Chưa in được trang kiểm tra chữ. %(why)s", why=error.detail), "bad")
    else:
        flash(_("Đã gửi trang kiểm tra chữ. Bấm số của dòng đúng hết chữ và dấu."), "good")
    return _to(uri, "letters")


@bp.post(f"{LIST}/mode")
@needs(Permit.MANAGE)
def choose_mode() -> Response:
    """Stores the mode whose line a person read right; line 0 is the picture."""
    uri, line = _uri(), request.form.get("line", "")
    chosen = next((mode for mode in text_modes() if str(mode.line) == line), None)
    if chosen is None and line != "0":
        raise NotFound(N_("Trang kiểm tra chữ không có dòng này."))
    _change(
        uri,
        mode=PrintMode.TEXT if chosen else PrintMode.RASTER,
        code_page=chosen and chosen.code_page,
        code_page_number=chosen and chosen.code_page_number,
    )
    flash(_("Từ nay máy in này in bằng chữ của nó.") if chosen else _("Từ nay máy in này in bằng ảnh."), "good")
    return _to(uri, "letters")


@bp.post(f"{LIST}/model")
@needs(Permit.MANAGE)
def choose_model() -> Response:
    """Takes head, roll and knife from the database of models."""
    uri, profile = _uri(), profiles().get(request.form.get("model", ""))
    if profile is None:
        raise NotFound(N_("Không có kiểu máy in này."))
    old = printer_list.get_printer(uri)
    paper_mm = profile.paper_mm or old.paper_mm
    # A head of unknown width is taken for the usual one of the roll.
    _change(uri, paper_mm=paper_mm, dots=int(profile.dots) if profile.dots else None, cut=profile.cut)
    flash(_("Đã lấy số liệu của %(model)s.", model=profile.name), "good")
    return _to(uri, "paper")


@bp.post(f"{LIST}/save")
@needs(Permit.MANAGE)
def save() -> Any:
    """Saves paper, knife, drawer and what else is set by hand."""
    uri = _uri()
    pin = form_text("drawer_pin")
    changes = {
        **{name: whole(name) for name in _NUMBERS},
        "name": form_text("name") or "",
        "use": form_text("use"),
        "cut": form_text("cut") or CutMode.NONE,
        "drawer_pin": int(pin) if pin in {str(int(known)) for known in DrawerPin} else None,
        "density": _density(),
        "shows_logo": request.form.get("shows_logo") == "1",
        "header": form_text("header"),
        "footer": form_text("footer"),
    }
    try:
        _change(uri, **changes)
    except Invalid as error:
        sentence, errors = form_errors(error)
        return _page(uri, request.form, errors, sentence), error.status
    flash(_("Đã lưu %(name)s.", name=changes["name"]), "good")
    return _to(uri, "paper")


def _density() -> int | Unread:
    text = request.form.get("density", "0")
    return int(text) if text in {str(step) for step in range(-4, 5)} else Unread(NO_WHOLE)


@bp.post(f"{LIST}/tills")
@needs(Permit.MANAGE)
def choose_tills() -> Response:
    """Lets tills print here; one that is taken out has no printer any more."""
    uri, actor = _uri(), current_actor()
    printer = printer_list.get_printer(uri)
    chosen = set(request.form.getlist("till"))
    changed = [till for till in tills.list_tills() if (till.printer == uri) != (till.code in chosen)]

    def put() -> None:
        for till in changed:
            tills.put_till(till.code, _with_printer(till, printer if till.code in chosen else None), actor)

    transaction(put)
    flash(_("Đã lưu các máy bán hàng dùng máy in này."), "good")
    return _to(uri, "tills")


def _with_printer(till: TillResult, printer: PrinterResult | None) -> TillRequest:
    roll = printer.paper_mm if printer and printer.paper_mm in RECEIPT_ROLLS else till.paper_mm
    uri = printer.uri if printer else printer_list.NO_PRINTER
    return read(TillRequest, {"name": till.name, "place": till.place, "printer": uri, "paper_mm": roll})


@bp.post(f"{LIST}/remove")
@needs(Permit.MANAGE)
def remove() -> Any:
    """Takes a printer off the list, when no till uses it any more."""
    uri, actor = _uri(), current_actor()
    printer = printer_list.get_printer(uri)
    if users := _users().get(uri):
        flash(_("Máy in này còn được dùng ở %(tills)s. Hãy bỏ chọn ở bước 4 trước.", tills=", ".join(users)), "bad")
        return _to(uri, "tills")
    transaction(lambda: printer_list.remove_printer(uri, actor))
    flash(_("Đã bỏ máy in %(name)s.", name=printer.name), "good")
    return redirect(LIST)


def _users() -> dict[str, list[str]]:
    """The names of the tills that print at each address."""
    users: dict[str, list[str]] = {}
    for till in tills.list_tills():
        users.setdefault(till.printer, []).append(till.name)
    return users


def _change(uri: str, **changes: object) -> None:
    """Puts a printer anew with some settings changed. Raises NotFound, Invalid."""
    old, actor = printer_list.get_printer(uri), current_actor()
    kept = {name: getattr(old, name) for name in PrinterRequest.model_fields} | {"dots": int(old.dots)}
    document = read(PrinterRequest, kept | changes)
    transaction(lambda: printer_list.put_printer(document, actor))


def _uri() -> str:
    return request.form.get("uri", "")


def _to(uri: str, step: str = "") -> Response:
    return redirect(f"{LIST}/printer?uri={quote(uri, safe='')}" + (f"#{step}" if step else ""))
