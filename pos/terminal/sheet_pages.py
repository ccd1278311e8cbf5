"""The pages where sheets of the paper pad are keyed in: which were printed, are in, or are missing, and a form for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import idempotency
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.money import times
from core.people import approvals, people
from core.people.actor import current_actor
from core.people.permits import Role, needs
from core.quantity import parse_quantity
from core.web.figure_fields import EMPTY, money, quantity
from core.web.form_parsing import filled, form_errors, form_text, lines, read_day
from core.web.validation import Unread, read
from inventory.codes.scan import look_up
from pos import shifts
from pos.choices import PaymentMethod, ShiftState
from pos.counter import keyed_sheets
from pos.counter.requests import KeyedSheetRequest
from pos.counter.results import ShiftReport
from pos.pads import pad_numbers
from pos.permits import SalesPermit
from suppliers import products
from suppliers.results import ProductResult

bp = Blueprint("sheets", __name__)
BLANK_LINES = 8
MOST_DECIMALS = 3
SHIFTS_BACK = timedelta(days=31)
"""How long ago a shift may have begun whose sheets are keyed in now."""
_METHODS = (PaymentMethod.CASH, PaymentMethod.VIETQR, PaymentMethod.CARD)
_COLUMNS = ("goods", "quantity", "unit_price_vnd", "discount_vnd")
_NO_GOODS = N_("Không có hàng nào tên hoặc mã như vậy.")
_SEVERAL = N_("Nhiều hàng có tên như vậy. Gõ rõ hơn, hoặc chọn trong danh sách.")


@bp.get("/sell/pad/sheets")
@needs(SalesPermit.SELL)
def sheets_list() -> Any:
    """The sheets of a year: printed, keyed in, missing."""
    typed = form_text("number", request.args)
    if typed:
        return redirect(url_for("sheets.sheet", number=pad_numbers.printed_form(typed)[0]))
    year = request.args.get("year", type=int) or clock.today().year
    return render_template("pos/sheets.html", pad=keyed_sheets.pad_of(year), this_year=clock.today().year)


@bp.get("/sell/pad/sheets/<number>")
@needs(SalesPermit.SELL)
def sheet(number: str) -> Any:
    """The form of a sheet."""
    number, is_printed = pad_numbers.printed_form(number)
    typed = {name: request.args.get(name, "") for name in ("shift", "sold_on", "sold_at", "cashier", "method")}
    return _page(number, is_printed, typed, [], {}, None)


@bp.post("/sell/pad/sheets/<number>")
@needs(SalesPermit.SELL)
def key_in(number: str) -> Any:
    """Keys a sheet in; the next one that is missing opens with the same shift, day and cashier."""
    number, is_printed = pad_numbers.printed_form(number)
    actor = current_actor()
    table = lines(*_COLUMNS)
    try:
        data = _document(table)
        document = read(KeyedSheetRequest, data)
        approval = approvals.check(None, actor, forgive=True)
        idempotency.run_once("pad-sheets", number, data, lambda: keyed_sheets.key_in(number, document, approval, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(number, is_printed, request.form, table, errors, sentence), error.status
    flash(_("Đã nhập phiếu %(number)s.", number=number), "good")
    missing = keyed_sheets.pad_of(clock.today().year).missing
    if not missing:
        return redirect(url_for("sheets.sheets_list"), 303)
    form = request.form
    again = url_for(
        "sheets.sheet",
        number=missing[0],
        shift=form.get("shift", ""),
        sold_on=form.get("sold_on", ""),
        cashier=form.get("cashier", ""),
        method=form.get("method", ""),
    )
    return redirect(again, 303)


def _document(table: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """The body of the sheet as it was typed. Raises Invalid for what cannot be read, each at its field."""
    errors: list[tuple[str, str]] = []
    sold: list[dict[str, object]] = []
    total_vnd = 0
    for n, line in enumerate(table):
        goods, problem = _goods(line["goods"])
        figure = quantity("quantity", line, goods.places if goods else MOST_DECIMALS)
        price_vnd, discount_vnd = money("unit_price_vnd", line), money("discount_vnd", line)
        fields = {"goods": problem, "quantity": figure, "unit_price_vnd": price_vnd, "discount_vnd": discount_vnd}
        wrong = [(f"lines.{n}.{name}", _sentence(value)) for name, value in fields.items() if isinstance(value, Unread)]
        errors += wrong
        if goods is None or wrong:
            continue
        unit_price_vnd = goods.price_vnd if price_vnd is None else price_vnd
        off_vnd = discount_vnd or 0
        total_vnd += times(unit_price_vnd, parse_quantity(figure)) - off_vnd  # type: ignore[arg-type, operator]
        body = {"product": goods.code, "quantity": figure, "unit_price_vnd": unit_price_vnd, "discount_vnd": off_vnd}
        # What was paid stands on the paper: no offer is taken off it now.
        sold.append(body | {"adjustments": []})
    if not table:
        errors.append(("lines", EMPTY))
    total = money("total_vnd")
    if isinstance(total, Unread):
        errors.append(("total_vnd", _sentence(total)))
    elif total is not None and not errors and total != total_vnd:
        errors.append(("total_vnd", N_("Không bằng tổng các dòng. Xem lại số lượng, giá và giảm giá.")))
    moment = _moment(errors)
    if errors:
        raise Invalid(*errors)
    payment = {"method": form_text("method") or PaymentMethod.CASH, "amount_vnd": total_vnd}
    return filled({"cashier": form_text("cashier"), "customer": form_text("customer"), "note": form_text("note")}) | {
        "shift": form_text("shift") or "",
        "sold_at": moment,
        "offline": True,
        "lines": sold,
        "payments": [payment] if total_vnd else [],
        "total_vnd": total_vnd,
    }


def _sentence(value: object) -> str:
    return value.sentence if isinstance(value, Unread) else ""


def _goods(typed: str) -> tuple[ProductResult | None, Unread | None]:
    """What somebody typed or scanned on a line: a code, a barcode, or words of a name that one product alone has."""
    text = typed.strip()
    if not text:
        return None, Unread(EMPTY)
    found = look_up(text.split(" – ")[0])
    if found.product:
        return products.show_product(found.product), None
    named = products.list_products(text, None, 2)
    exact = [one for one in named if one.name.casefold() == text.casefold()]
    if len(exact or named) == 1:
        return (exact or named)[0], None
    return None, Unread(_SEVERAL if named else _NO_GOODS)


def _moment(errors: list[tuple[str, str]]) -> str:
    """When the sheet says that it was sold, by the outlet's clock."""
    day = read_day(form_text("sold_on"))
    text = form_text("sold_at") or ""
    try:
        at = time.fromisoformat(text)
    except ValueError:
        errors.append(("sold_at", N_("Ghi giờ như 09:30.")))
        at = time()
    if day is None:
        errors.append(("sold_on", EMPTY))
        day = clock.today()
    return clock.rfc3339(datetime.combine(day, at, tzinfo=clock.zone()))


def _page(
    number: str,
    is_printed: bool,
    typed: Mapping[str, str],
    table: Sequence[Mapping[str, str]],
    errors: Mapping[str, str],
    sentence: str | None,
) -> str:
    today = clock.today()
    recent = shifts.list_shifts(today - SHIFTS_BACK, today)
    blank = dict.fromkeys(_COLUMNS, "")
    # A line's goods are its product in the document.
    shown = {name.replace(".product", ".goods"): words for name, words in errors.items()}
    return render_template(
        "pos/sheet.html",
        number=number,
        is_printed=is_printed,
        is_keyed=keyed_sheets.is_keyed(number),
        typed=typed,
        table=[*table, *(blank for _n in range(max(1, BLANK_LINES - len(table))))],
        errors=shown,
        sentence=sentence,
        shift_names=[(shift.uid, _shift_name(shift)) for shift in recent],
        sellers=[(person.username, person.name) for role in (Role.CASHIER, Role.MANAGER) for person in people.with_pin(role)],
        methods=[(method.value, method.label) for method in _METHODS],
        goods=products.list_products("", None, 1000, retired=False),
        today=today.isoformat(),
    )


def _shift_name(shift: ShiftReport) -> str:
    opened = f"{clock.local(shift.opened_at):%H:%M %d/%m}"
    state = _("đang mở") if shift.state is ShiftState.OPEN else _("đã đóng")
    return f"{shift.till_name} · {opened} · {people.names().get(shift.opened_by, shift.opened_by)} · {state}"
