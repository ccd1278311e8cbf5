"""The pages where sheets of the paper pad are keyed in: which were printed, are in, or are missing, and a form for one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import idempotency
from core.errors import DomainError
from core.people import approvals, people
from core.people.actor import current_actor
from core.people.permits import Role, needs
from core.web.form_parsing import Typed, form_errors, form_text
from core.web.validation import read
from pos import shifts
from pos.baskets import baskets
from pos.choices import PaymentMethod, ShiftState
from pos.counter import keyed_sheets
from pos.counter.requests import KeyedSheetRequest, SpoiledSheetRequest
from pos.counter.results import ShiftReport
from pos.pads import pad_numbers
from pos.permits import SalesPermit
from pos.terminal.written_goods import BEHIND_CODE
from pos.terminal.written_sheet import LINE_COLUMNS, PAYMENT_COLUMNS, Sheet, document, typed_sheet
from suppliers import products

bp = Blueprint("sheets", __name__)
BLANK_LINES = 8
WAYS_AT_ONCE = 3
MOST_CHOICES = 1000
SHIFTS_BACK = timedelta(days=31)
"""How long ago a shift may have begun whose sheets are keyed in now."""
_METHODS = [method for method in PaymentMethod if method.is_chosen]
_SAME_AGAIN = ("shift", "sold_on", "cashier")
"""What the next sheet most likely shares with this one."""
_NAMES_GOODS = re.compile(r"\.(product|lot|code|basket)$")


@bp.get("/sell/pad/sheets")
@needs(SalesPermit.SELL)
def sheets_list() -> Any:
    """The sheets of a year: printed, keyed in, missing."""
    typed = form_text("number", request.args)
    if typed:
        return redirect(url_for("sheets.sheet", number=pad_numbers.printed_form(typed)[0]))
    year = request.args.get("year", type=int) or clock.today().year
    return render_template("pos/sheets.html", pad=keyed_sheets.pad_of(year), names=people.names())


@bp.get("/sell/pad/sheets/<number>")
@needs(SalesPermit.SELL)
def sheet(number: str) -> Any:
    """The form of a sheet."""
    number, is_printed = pad_numbers.printed_form(number)
    typed = {name: request.args.get(name, "") for name in _SAME_AGAIN}
    way = dict.fromkeys(PAYMENT_COLUMNS, "") | {"method": request.args.get("method", "")}
    return _page(number, is_printed, typed, Sheet([], [way]), {}, None)


@bp.post("/sell/pad/sheets/<number>")
@needs(SalesPermit.SELL)
def key_in(number: str) -> Any:
    """Keys a sheet in; the next one that is missing opens with the same shift, day and cashier."""
    number, is_printed = pad_numbers.printed_form(number)
    actor = current_actor()
    sheet = typed_sheet()
    try:
        data = document(sheet, actor)
        keyed = read(KeyedSheetRequest, data)
        approval = approvals.check(None, actor, forgive=True)
        idempotency.run_once("pad-sheets", number, data, lambda: keyed_sheets.key_in(number, keyed, approval, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(number, is_printed, request.form, sheet, errors, sentence), error.status
    flash(_("Đã nhập phiếu %(number)s.", number=number), "good")
    following = keyed_sheets.missing_after(number)
    if following is None:
        return redirect(url_for("sheets.sheets_list"), 303)
    method = sheet.payments[0]["method"] if len(sheet.payments) == 1 else ""
    return redirect(_address(following, request.form, method), 303)


@bp.post("/sell/pad/sheets/<number>/spoiled")
@needs(SalesPermit.SELL)
def spoil(number: str) -> Any:
    """Writes down that a sheet is no sale; the next one that is missing opens."""
    number, is_printed = pad_numbers.printed_form(number)
    actor = current_actor()
    data = {"reason": form_text("reason") or ""}
    try:
        document = read(SpoiledSheetRequest, data)
        idempotency.run_once("spoiled-sheets", number, data, lambda: keyed_sheets.spoil(number, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        way = dict.fromkeys(PAYMENT_COLUMNS, "")
        return _page(number, is_printed, request.form, Sheet([], [way]), errors, sentence), error.status
    flash(_("Đã ghi tờ %(number)s là hỏng.", number=number), "good")
    following = keyed_sheets.missing_after(number)
    return redirect(_address(following, {}) if following else url_for("sheets.sheets_list"), 303)


def _address(number: str, typed: Mapping[str, str], method: str = "") -> str:
    """The form of another sheet, of the same shift, day and cashier."""
    same = {name: typed.get(name, "") for name in _SAME_AGAIN} | {"method": method}
    query = urlencode({name: value for name, value in same.items() if value})
    return f"{url_for('sheets.sheet', number=number)}?{query}"


def _page(
    number: str,
    is_printed: bool,
    typed: Mapping[str, str],
    sheet: Sheet,
    errors: Mapping[str, str],
    sentence: str | None,
) -> str:
    today = clock.today()
    recent, names = shifts.list_shifts(today - SHIFTS_BACK, today), people.names()
    # What a line's goods are in the document.
    shown = {_NAMES_GOODS.sub(".goods", name): words for name, words in errors.items()}
    following = keyed_sheets.missing_after(number)
    return render_template(
        "pos/sheet.html",
        number=number,
        is_printed=is_printed,
        is_keyed=keyed_sheets.is_keyed(number),
        spoiled=keyed_sheets.spoiled_sheet(number),
        names=names,
        typed=typed,
        following=_address(following, typed) if following else None,
        following_number=following,
        table=_with_blanks(sheet.lines, LINE_COLUMNS, BLANK_LINES),
        payments=_with_blanks(sheet.payments, PAYMENT_COLUMNS, WAYS_AT_ONCE),
        more_ways=len(sheet.payments) > 1,
        errors=shown,
        sentence=sentence,
        shift_names=[(shift.uid, _shift_name(shift, names)) for shift in recent],
        sellers=[(person.username, person.name) for role in (Role.CASHIER, Role.MANAGER) for person in people.with_pin(role)],
        methods=[(method.value, method.label) for method in _METHODS],
        goods=_choices(),
        today=today.isoformat(),
    )


def _with_blanks(rows: Sequence[Typed], columns: Sequence[str], least: int) -> list[Typed]:
    """The rows, and empty ones to type more into."""
    return [*rows, *(dict.fromkeys(columns, "") for _n in range(max(1, least - len(rows))))]


def _choices() -> list[str]:
    """Goods and gift baskets by code and name, to choose from."""
    sold = [(one.code, one.name) for one in products.list_products("", None, MOST_CHOICES, retired=False)]
    gifts = [(one.code, one.name) for one in baskets.list_baskets() if not one.retired]
    return [f"{code}{BEHIND_CODE}{name}" for code, name in (*gifts, *sold)]


def _shift_name(shift: ShiftReport, names: Mapping[str, str]) -> str:
    opened = f"{clock.local(shift.opened_at):%H:%M %d/%m}"
    state = _("đang mở") if shift.state is ShiftState.OPEN else _("đã đóng")
    return f"{shift.till_name} · {opened} · {names.get(shift.opened_by, shift.opened_by)} · {state}"
