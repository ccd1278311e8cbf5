"""What the reports return: the rows of each, and the report with its totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import SerializerFunctionWrapHandler, WrapSerializer

from core.results import LEFT_OUT_IF_NONE, DayOut, MoneyOut, QuantityOut, SignedQuantityOut, TimestampOut, UidOut, alias
from pos.choices import Approved, ShiftState
from pos.pricing.lines import AdjustmentKind
from reports.choices import ApprovedDocument, ExceptionKind, ExpiryState, GoodsKey, SalesKey, Surplus
from suppliers.choices import LossCause, StatementState
from suppliers.settling.roll_forward import Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesTotals:
    """Sums of sales. Quantity, gross and discount are before refunds, the other amounts after them.

    `discounts` are the kinds of adjustment that `discount_vnd` is made of. `cost_vnd` and `margin_vnd` are of the outlet's own
    goods whose cost is known, where there are any.
    """

    sales: int
    quantity: SignedQuantityOut
    gross_vnd: MoneyOut
    discount_vnd: MoneyOut
    net_vnd: MoneyOut
    vat_vnd: MoneyOut
    owed_vnd: MoneyOut
    kept_vnd: MoneyOut
    refunds_vnd: MoneyOut
    discounts: Mapping[AdjustmentKind, MoneyOut]
    cost_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None
    margin_vnd: Annotated[MoneyOut | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRow(SalesTotals):
    """The sales of one key, or of a pair of them; a key is a code or "" for none, a label what people read."""

    key: str
    label: str
    across_key: Annotated[str | None, LEFT_OUT_IF_NONE] = None
    across_label: Annotated[str | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesSpan:
    """The sales of a span of days, grouped one way or crossed with a second one."""

    by: SalesKey
    across: Annotated[SalesKey | None, LEFT_OUT_IF_NONE] = None
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    items: Sequence[SalesRow]
    totals: SalesTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesReport(SalesSpan):
    """The sales of a span of days, with those of the equally long span before where they are compared."""

    previous: SalesSpan | None = None


def _without_previous(value: Any, write: SerializerFunctionWrapHandler) -> Any:
    return {name: entry for name, entry in write(value).items() if name != "previous" or entry is not None}


SalesReportOut = Annotated[SalesReport, WrapSerializer(_without_previous)]
"""Leaves `previous` out of the JSON where nothing is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTotals:
    """What the goods of a report are worth."""

    value_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsMovedRow:
    """A product's, or a producer's, goods in a span of days, as on a statement; no unit where there are several."""

    key: str
    label: str
    unit: str
    opening: SignedQuantityOut
    received: SignedQuantityOut
    sold: SignedQuantityOut
    refunded: SignedQuantityOut
    returned: SignedQuantityOut
    lost: SignedQuantityOut
    counted: SignedQuantityOut
    closing: SignedQuantityOut
    value_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsMoved:
    """What came, went and is left of goods in a span of days."""

    by: GoodsKey
    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    items: Sequence[GoodsMovedRow]
    totals: ValueTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAgeRow:
    """A lot at a place. `value_vnd` is at today's price."""

    producer: str
    producer_name: str
    product: str
    name: str
    lot: str
    place: str
    on_hand: QuantityOut
    unit: str
    delivered_on: DayOut
    age_days: int
    best_before: DayOut | None
    days_left: int | None
    recalled: bool
    value_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAgeReport:
    """What lies at the outlet, the oldest first."""

    items: Sequence[StockAgeRow]
    totals: ValueTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringRow:
    """A lot near or past its date. `value_vnd` is at today's price."""

    producer: str
    producer_name: str
    product: str
    name: str
    lot: str
    on_hand: QuantityOut
    unit: str
    best_before: DayOut
    days_left: int
    state: ExpiryState
    value_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringReport:
    """Lots whose date is on or before `until`, the most urgent first."""

    until: DayOut
    items: Sequence[ExpiringRow]
    totals: ValueTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """Goods of a product lost for one cause, or found by counts, less what was taken back; `owed_vnd` is owed for them."""

    cause: LossCause | Surplus
    label: str
    producer: str
    producer_name: str
    product: str
    name: str
    unit: str
    quantity: SignedQuantityOut
    value_vnd: MoneyOut
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class LossTotals:
    """`value_vnd` is of the lost goods only, `owed_vnd` of all rows."""

    value_vnd: MoneyOut
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReport:
    """What was lost in a span of days, by cause and product."""

    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    items: Sequence[LossRow]
    totals: LossTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A statement and what is paid on it; `label` is the state as people read it."""

    number: str
    uid: UidOut
    producer: str
    producer_name: str
    from_: Annotated[DayOut, alias("from")]
    until: DayOut
    state: StatementState
    label: str
    opening_vnd: MoneyOut
    closing_vnd: MoneyOut
    payable_vnd: MoneyOut
    paid_vnd: MoneyOut
    left_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """What we owe a producer, on a statement or not."""

    producer: str
    producer_name: str
    balance_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsReport:
    """Every statement, the newest first, and every producer's balance."""

    items: Sequence[StatementRow]
    balances: Sequence[BalanceRow]

    @property
    def totals(self) -> None:
        """Nothing is summed: a statement's closing is in the next one's opening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """A shift with its drawer; what was counted is None while it is open."""

    uid: UidOut
    till: str
    till_name: str
    state: ShiftState
    opened_at: TimestampOut
    opened_by: str
    cashier_name: str
    others_names: str
    closed_at: TimestampOut | None
    sales: int
    net_vnd: MoneyOut
    sales_vnd: MoneyOut
    opening_float_vnd: MoneyOut
    cash_in_vnd: MoneyOut
    cash_out_vnd: MoneyOut
    payouts_vnd: MoneyOut
    customer_payments_vnd: MoneyOut
    producer_payments_vnd: MoneyOut
    expected_vnd: MoneyOut
    counted_vnd: MoneyOut | None
    difference_vnd: MoneyOut | None
    unconfirmed_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTotals:
    """Sums of shifts; the difference is of the closed ones."""

    sales: int
    net_vnd: MoneyOut
    sales_vnd: MoneyOut
    difference_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftsReport:
    """The shifts opened in a span of days, the newest first."""

    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    items: Sequence[ShiftRow]
    totals: ShiftTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRow:
    """Who asked for what, who approved it, and which document it was for; `what` is "" where an older outlet did not say."""

    at: TimestampOut
    what: Approved | Literal[""]
    amount_vnd: MoneyOut | None
    reason: str | None
    by: str
    by_name: str
    asked_by: str
    asked_by_name: str
    kind: ApprovedDocument
    document: str
    number: str
    total_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionRow:
    """Something by hand that moved money, gave it away or could hide that it went, with its reason where one is asked for."""

    at: TimestampOut
    what: ExceptionKind
    amount_vnd: MoneyOut
    reason: str | None
    by: str
    by_name: str
    approved_by: str | None
    till: str
    document: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionsReport:
    """What was done by hand in a span of days, the newest first."""

    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    items: Sequence[ExceptionRow]

    @property
    def totals(self) -> None:
        """Nothing is summed: the kinds have nothing in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsReport:
    """What managers approved in a span of days, the newest first."""

    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    items: Sequence[ApprovalRow]

    @property
    def totals(self) -> None:
        """Nothing is summed: an approval is of a part of its document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """Sales by commune, stars on the day, and kind of producer."""

    commune: str
    stars: int | None
    stars_label: str
    kind: str
    kind_label: str
    producers: int
    products: int
    sales: int
    gross_vnd: MoneyOut
    net_vnd: MoneyOut
    owed_vnd: MoneyOut
    refunds_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTotals:
    """Sums of the programme's sales."""

    gross_vnd: MoneyOut
    net_vnd: MoneyOut
    owed_vnd: MoneyOut
    refunds_vnd: MoneyOut


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeReport:
    """The sales of a span of days for the programme's office."""

    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    items: Sequence[ProgrammeRow]
    totals: ProgrammeTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class PayablesReport:
    """What was owed to producers before a span of days, what moved in it, and what is owed at its end."""

    from_: Annotated[DayOut, alias("from")]
    to: DayOut
    items: Sequence[Moved]
    totals: Moved
