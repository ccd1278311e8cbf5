"""A sheet of the paper pad as somebody typed it, read as the body of the sale that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TypeVar

from core import clock
from core.errors import FieldError, Invalid
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.web.figure_fields import EMPTY, money, quantity
from core.web.form_parsing import Typed, filled, form_text, lines, read_day
from core.web.validation import Unread
from pos.choices import PaymentMethod
from pos.customers import registry
from pos.customers.results import CustomerResult
from pos.terminal import written_goods

LINE_COLUMNS = ("goods", "quantity", "unit_price_vnd", "discount_vnd")
PAYMENT_COLUMNS = ("method", "amount_vnd", "reference")
Value = TypeVar("Value")
_MOST_DECIMALS = 3
_LEAST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of the form in which anything stands."""

    lines: Sequence[Typed]
    payments: Sequence[Typed]


def typed_sheet() -> Sheet:
    """What the form of this request says."""
    return Sheet(lines(*LINE_COLUMNS), lines(*PAYMENT_COLUMNS))


def document(sheet: Sheet, actor: Actor) -> dict[str, object]:
    """The body of the sheet's sale. Raises Invalid for what cannot be read, each at its field."""
    reading = _Reading()
    moment = reading.moment()
    sold = [line for n, typed in enumerate(sheet.lines) if (line := reading.line(n, typed, moment))]
    if not sheet.lines:
        reading.wrong.append(("lines", EMPTY))
    total_vnd = sum(line.net_vnd for line in sold)
    total = reading.readable("total_vnd", money("total_vnd"))
    if total is not None and not reading.wrong and total != total_vnd:
        reading.wrong.append(("total_vnd", N_("Không bằng tổng các dòng. Xem lại số lượng, giá và giảm giá.")))
    payments = reading.payments(sheet.payments, None if reading.wrong else total_vnd)
    customer = reading.customer(actor, is_account=any(one["method"] == PaymentMethod.ACCOUNT for one in payments))
    if reading.wrong:
        raise Invalid(*reading.wrong)
    return filled({"cashier": form_text("cashier"), "note": form_text("note"), **customer}) | {
        "shift": form_text("shift") or "",
        "sold_at": clock.rfc3339(moment),
        "offline": True,
        "lines": [line.body for line in sold],
        "payments": payments,
        "total_vnd": total_vnd,
    }


@dataclass
class _Reading:
    """What is wrong with the sheet so far."""

    wrong: list[FieldError] = field(default_factory=list)

    def readable(self, name: str, value: Value | Unread | None) -> Value | None:
        """The value of a field, or nothing where it could not be read, which is said there."""
        if not isinstance(value, Unread):
            return value
        self.wrong.append((name, value.sentence, value.values))
        return None

    def moment(self) -> datetime:
        """When the sheet says that it was sold, by the outlet's clock."""
        day = read_day(form_text("sold_on"))
        try:
            at = time.fromisoformat(form_text("sold_at") or "")
        except ValueError:
            self.wrong.append(("sold_at", N_("Ghi giờ như 09:30.")))
            at = time()
        if day is None:
            self.wrong.append(("sold_on", EMPTY))
            day = clock.today()
        return datetime.combine(day, at, tzinfo=clock.zone())

    def line(self, n: int, typed: Typed, moment: datetime) -> written_goods.WrittenLine | None:
        """A line as the sale takes it."""
        before = len(self.wrong)
        found = written_goods.find(typed["goods"], moment)
        self.readable(f"lines.{n}.goods", found)
        goods = None if isinstance(found, Unread) else found
        weighed = goods.quantity if goods and not typed["quantity"].strip() else None
        typed_figure = weighed or quantity("quantity", typed, goods.places if goods else _MOST_DECIMALS)
        figure = self.readable(f"lines.{n}.quantity", typed_figure)
        price_vnd = self.readable(f"lines.{n}.unit_price_vnd", money("unit_price_vnd", typed))
        off_vnd = self.readable(f"lines.{n}.discount_vnd", money("discount_vnd", typed))
        if goods is None or figure is None or len(self.wrong) > before:
            return None
        line = goods.line(figure, price_vnd, off_vnd or 0)
        if line.net_vnd < 0:
            self.wrong.append((f"lines.{n}.discount_vnd", N_("Giảm nhiều hơn tiền của dòng này.")))
        return line

    def payments(self, rows: Sequence[Typed], total_vnd: int | None) -> list[dict[str, object]]:
        """How the sheet was paid: one row without an amount pays what the others leave; without a total nobody knows how much."""
        amounts = [self.readable(f"payments.{n}.amount_vnd", money("amount_vnd", row)) for n, row in enumerate(rows)]
        empty = [n for n, row in enumerate(rows) if not row["amount_vnd"].strip()]
        for n in empty[1:]:
            self.wrong.append((f"payments.{n}.amount_vnd", N_("Ghi số tiền: chỉ một cách trả được để trống.")))
        for n, row in enumerate(rows):
            if not row["method"].strip():
                self.wrong.append((f"payments.{n}.method", N_("Chọn cách trả.")))
            elif row["method"] == PaymentMethod.VOUCHER and not row["reference"].strip():
                self.wrong.append((f"payments.{n}.reference", N_("Ghi số phiếu mua hàng.")))
        if total_vnd is not None and not self.wrong:
            rest_vnd = total_vnd - sum(amount_vnd or 0 for amount_vnd in amounts)
            if rest_vnd < 0 or (rest_vnd and not empty):
                at = f"payments.{len(rows) - 1}.amount_vnd" if rows else "payments.0.method"
                self.wrong.append((at, N_("Các cách trả cộng lại không bằng tổng các dòng.")))
            for n in empty:
                amounts[n] = Vnd(rest_vnd)
        return [
            filled({"method": row["method"].strip(), "amount_vnd": amount_vnd, "reference": form_text("reference", row)})
            for row, amount_vnd in zip(rows, amounts, strict=True)
            if amount_vnd
        ]

    def customer(self, actor: Actor, *, is_account: bool) -> dict[str, object]:
        """Who bought: a known customer by the whole phone number, else a text. Goods on account are a known customer's."""
        text = form_text("customer")
        known = _known_customer(text, actor) if text else None
        if is_account and known is None:
            self.wrong.append(("customer", N_("Ghi nợ thì ghi đủ số điện thoại của khách đã có trong sổ.")))
        return {"customer_uid": known.uid} if known else {"customer": text}


def _known_customer(text: str, actor: Actor) -> CustomerResult | None:
    """The customer with exactly this phone."""
    if sum(letter.isdigit() for letter in text) < _LEAST_DIGITS:
        return None
    found = registry.find(text, actor, limit=2)
    return found[0] if len(found) == 1 else None
