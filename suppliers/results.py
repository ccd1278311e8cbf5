"""What the suppliers' verbs return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from core.accounts import BankAccount, PendingAccount
from core.money import Bp, Vnd
from core.quantity import ZERO, Milli
from core.results import DayOut, MoneyOut, QuantityOut, SignedQuantityOut, TimestampOut, UidOut, alias
from suppliers.choices import (
    Basis,
    Bearer,
    BookKind,
    CommissionBase,
    LossCause,
    PayoutMethod,
    ProducerKind,
    StatementState,
    VatClass,
    VatKeeper,
)

NOTHING = Vnd(0)


@dataclass(frozen=True, slots=True)
class ProducerResult:
    """A producer as it was put under its code; `pending` is a changed bank account that waits.

    `representative` stands for it on papers, with the title: `bà Vũ Thị Mai, giám đốc`. The two texts and the picture are for
    everybody.
    """

    code: str
    name: str
    kind: ProducerKind
    commune: str
    tax_code: str | None
    phone: str | None
    bank_bin: str | None
    bank_account: str | None
    bank_holder: str | None
    pending: PendingAccount | None = None
    representative: str | None = None
    story: str | None = None
    story_en: str | None = None
    photo: UidOut | None = None


@dataclass(frozen=True, slots=True)
class CertificateResult:
    """The OCOP certificate of a product."""

    number: str
    issuer: str
    issued_on: DayOut
    valid_until: DayOut


@dataclass(frozen=True, slots=True)
class PackResult:
    """So much of a product under a barcode of its own; without a price it costs what its pieces cost."""

    barcode: str
    quantity: QuantityOut
    price_vnd: MoneyOut | None


@dataclass(frozen=True, slots=True)
class ProductResult:
    """A product as it was put under its code; `price_vnd` is today's price, VAT inside, `places` the decimals of a quantity.

    One that is not `available` has no tile at the tills; scanned it still sells. Of `minimum` so much should be here at least.
    `season` is the months it can be had in; none named: all year.
    """

    code: str
    name: str
    producer: str
    unit: str
    places: int
    price_vnd: MoneyOut
    vat: VatClass
    barcodes: Sequence[str]
    packs: Sequence[PackResult]
    plu: str | None
    set: int | None
    commune: str | None
    stars: int | None
    certificate: CertificateResult | None
    shelf_life_days: int | None
    needs_best_before: bool
    minimum: QuantityOut | None
    available: bool
    retired: bool
    story: str | None
    usage: str | None
    priority_group: int | None
    plan_year: int | None
    photo: UidOut | None
    name_en: str | None
    story_en: str | None
    usage_en: str | None
    keeping: str | None
    keeping_en: str | None
    season: Sequence[int]
    stars_today: int | None


@dataclass(frozen=True, slots=True)
class PayoutResult:
    """A payout as it stands, and the amount in words as its paper says it.

    `balance_vnd` is what we owe the producer now; `reversal` is set by the act of reversing.
    """

    uid: UidOut
    producer: str
    statement: UidOut
    amount_vnd: MoneyOut
    method: PayoutMethod
    reference: str | None
    shift: UidOut | None
    paid_at: TimestampOut
    paid_by: str
    reversed_by: UidOut | None
    balance_vnd: MoneyOut
    reversal: UidOut | None = None
    account: BankAccount | None = None
    number: str = ""
    amount_in_words: str = ""


@dataclass(frozen=True, slots=True)
class ProducerAccount:
    """Whom a paper names, where they are, and where the money goes."""

    name: str
    bank_account: str | None = None
    bank_holder: str | None = None
    bank_bin: str | None = None
    address: str | None = None
    tax_code: str | None = None
    representative: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """An adjustment or a charge that was posted; `line` is the uid of its book line."""

    uid: UidOut
    producer: str
    kind: BookKind
    amount_vnd: MoneyOut
    memo: str
    line: UidOut
    balance_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class StatementLineResult:
    """A book line on a statement. `cause` says why goods are gone, `reverses` which line it takes back."""

    uid: UidOut
    reverses: UidOut | None
    day: DayOut
    kind: BookKind
    product: str | None
    lot: str | None
    quantity: SignedQuantityOut
    unit_price_vnd: MoneyOut | None
    gross_vnd: MoneyOut
    discount_vnd: MoneyOut
    owed_vnd: MoneyOut
    document: str
    cause: LossCause | None
    memo: str | None


@dataclass(frozen=True, slots=True)
class BookLineResult(StatementLineResult):
    """A line of a producer's book; the balance runs in the order of posting. `position` is that order, no part of the JSON."""

    balance_vnd: MoneyOut
    statement: UidOut | None
    position: Annotated[int, Field(exclude=True)] = 0


@dataclass(frozen=True, slots=True)
class SoldGoods:
    """What was sold of a product at one price in a span of days, and what customers brought back; money after refunds."""

    product: str
    name: str
    unit: str
    unit_price_vnd: Vnd
    sold: Milli = ZERO
    refunded: Milli = ZERO
    gross_vnd: Vnd = NOTHING
    owed_vnd: Vnd = NOTHING


@dataclass(frozen=True, slots=True)
class GoodsPrice:
    """So much of a product sold at one price, before refunds."""

    unit_price_vnd: MoneyOut
    quantity: SignedQuantityOut
    gross_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class StatementGoods:
    """A product's way through the period: opening + received − sold + refunded − returned − lost + counted = closing."""

    product: str
    unit: str
    opening: SignedQuantityOut
    received: SignedQuantityOut
    sold: SignedQuantityOut
    refunded: SignedQuantityOut
    returned: SignedQuantityOut
    lost: SignedQuantityOut
    counted: SignedQuantityOut
    closing: SignedQuantityOut
    prices: Sequence[GoodsPrice]


@dataclass(frozen=True, slots=True)
class StatementMoney:
    """opening + sold − refunded + loss + adjustments − charges − paid = closing. `payable_vnd` may be paid now."""

    opening_vnd: MoneyOut
    sold_owed_vnd: MoneyOut
    refunded_owed_vnd: MoneyOut
    loss_owed_vnd: MoneyOut
    charges_vnd: MoneyOut
    adjustments_vnd: MoneyOut
    paid_vnd: MoneyOut
    closing_vnd: MoneyOut
    payable_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class StatementTerm:
    """A term that lines of the statement happened under, in figures and as a sentence (`text`)."""

    agreement: str
    product: str | None
    set: int | None
    basis: Basis
    rate_bp: Bp | None
    owed_per_unit_vnd: MoneyOut | None
    discount_bearer: Bearer
    commission_base: CommissionBase
    vat_kept_by: VatKeeper
    text: str


@dataclass(frozen=True, slots=True)
class StatementPayment:
    """A payout made on the statement, and whether it was taken back."""

    uid: UidOut
    day: DayOut
    at: TimestampOut
    method: PayoutMethod
    amount_vnd: MoneyOut
    reference: str | None
    reversed: bool
    reason: str | None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What of a statement a question is about: one of a line (its uid), a day and a product."""

    line: str | None = None
    day: date | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """An answer to a question."""

    uid: UidOut
    message: str
    by: str
    at: TimestampOut


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question about the book line `line`, a day or a product of the statement, and its answers."""

    uid: UidOut
    line: UidOut | None
    day: DayOut | None
    product: str | None
    message: str
    by: str
    at: TimestampOut
    answers: Sequence[AnswerResult]

    @property
    def about(self) -> Subject:
        """What it is about."""
        return Subject(self.line, self.day, self.product)


@dataclass(frozen=True, slots=True)
class StatementSummary:
    """A statement without its lines."""

    uid: UidOut
    number: str
    producer: str
    from_: Annotated[DayOut, alias("from")]
    until: DayOut
    state: StatementState
    opening_vnd: MoneyOut
    closing_vnd: MoneyOut
    payable_vnd: MoneyOut
    paid_on_this_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class StatementResult:
    """A statement as it stands, or (without `uid` and `number`) the preview of one. `held_vnd` is closing less payable.

    `digest` is the beginning of that of its link in the chain.
    """

    uid: UidOut | None
    number: str | None
    producer: str
    from_: Annotated[DayOut, alias("from")]
    until: DayOut
    state: StatementState
    goods: Sequence[StatementGoods]
    money: StatementMoney
    lines: Sequence[StatementLineResult]
    held_vnd: MoneyOut = NOTHING
    line_count: int = 0
    terms: Sequence[StatementTerm] = ()
    payments: Sequence[StatementPayment] = ()
    questions: Sequence[QuestionResult] = ()
    paid_on_this_vnd: MoneyOut = NOTHING
    issued_at: TimestampOut | None = None
    accepted_at: TimestampOut | None = None
    accepted_by: str | None = None
    accepted_note: str | None = None
    digest: str | None = None
