"""The outlet's own settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, select, update

from core import accounts, audit_actions
from core.accounts import BankAccount, Owner, PendingAccount
from core.choices import ApprovalRule, FloatCount
from core.db import audit, execute, fetch_one, transaction
from core.db.outbox import hourly
from core.errors import Invalid, NotFound
from core.i18n import N_, Language
from core.models import Outlet
from core.money import Bp
from core.people.actor import Actor
from core.requests import AccountDecisionRequest, OutletRequest
from core.results import MoneyOut

OUTLET = "outlet"
"""What the audit trail calls the outlet, whatever its name is."""
OWNER_CODE = "DIEMBAN"
"""What a new outlet is called as the owner of goods of its own."""
_ACCOUNT = Owner(cast("Table", Outlet.__table__), Outlet.id == 1, None, audit_actions.OUTLET_ACCOUNT_ELAPSED, OUTLET)
_ACCOUNT_FIELDS = {"bank_bin", "bank_account", "bank_holder"}


def put_outlet(document: OutletRequest, actor: Actor) -> None:
    """Changes the outlet's settings; a changed bank account waits. Raises Invalid when no outlet has been set up."""
    if fetch_one(select(Outlet.id)) is None:
        raise Invalid(("name", N_("Điểm bán chưa được thiết lập.")))
    accounts.settle(_ACCOUNT)
    before = show_outlet()
    closed_on = sum(1 << (day - 1) for day in document.closed_on) or None
    execute(update(Outlet).values({**document.model_dump(exclude=_ACCOUNT_FIELDS), "closed_on": closed_on}))
    accounts.put(_ACCOUNT, accounts.account_in(document), actor)
    audit.record_change(actor, audit_actions.OUTLET_RECORDED, OUTLET, before, show_outlet())


def confirm_account(document: AccountDecisionRequest, actor: Actor) -> OutletSettings:
    """Brings the account that waits into force. Raises NotFound, `closed` and `same_person` (`accounts.confirm`)."""
    before = show_outlet()
    accounts.confirm(_ACCOUNT, document, actor)
    after = show_outlet()
    audit.record_change(actor, audit_actions.OUTLET_ACCOUNT_CONFIRMED, OUTLET, before, after)
    return after


def refuse_account(document: AccountDecisionRequest, actor: Actor) -> OutletSettings:
    """Drops the account that waits. Raises NotFound and `closed`."""
    before = show_outlet()
    accounts.refuse(_ACCOUNT, document, actor)
    after = show_outlet()
    audit.record_change(actor, audit_actions.OUTLET_ACCOUNT_REFUSED, OUTLET, before, after)
    return after


def bank_account() -> BankAccount:
    """The bank account that money of customers goes to now; an empty one before the first set-up."""
    outlet = fetch_one(select(Outlet.bank_bin, Outlet.bank_account, Outlet.bank_holder))
    return accounts.states({None: accounts.account_of(outlet)})[None].in_force if outlet else BankAccount()


@hourly
def settle_account() -> None:
    """Writes an account into the outlet's record whose day has passed."""
    if None in accounts.elapsed():
        transaction(lambda: accounts.settle(_ACCOUNT))


@dataclass(frozen=True, slots=True)
class OutletSettings:
    """The outlet's settings: cash is rounded to `cash_rounding_vnd` (0: not at all), papers are in `paper_language`.

    Beyond a limit (0: none) a manager approves: cash taken out at once, a refund's amount and the days after its sale, and
    what counts and losses are worth. The rules are about money back by a method that the sale was not paid by, a transfer
    confirmed by its own seller, and goods sold that the books do not have. `float_count` is whether the count of the last shift
    shows when the next one opens. `pending` is a changed bank account that waits, `owner_code` the outlet as the owner of
    goods of its own. Visitors read prices only with `shows_prices`, when the outlet `opens_at` and `closes_at` (`07:30`), on
    which days of the week it is shut (1 for Monday), and where a map shows it.
    """

    name: str
    address: str | None
    phone: str | None
    tax_code: str | None
    representative: str | None
    bank_bin: str | None
    bank_account: str | None
    bank_holder: str | None
    cash_rounding_vnd: MoneyOut
    cashier_discount_limit_bp: Bp
    near_expiry_days: int
    paper_language: Language
    weight_label: str
    cash_out_limit_vnd: MoneyOut
    refund_limit_vnd: MoneyOut
    refund_days: int
    refund_other_method: ApprovalRule
    own_confirm: ApprovalRule
    short_stock: ApprovalRule
    loss_limit_vnd: MoneyOut
    owner_code: str
    float_count: FloatCount
    shows_prices: bool
    opens_at: str | None
    closes_at: str | None
    closed_on: Sequence[int]
    map_link: str | None
    pending: PendingAccount | None = None


def outlet_name() -> str | None:
    """The outlet's name; None before the first set-up."""
    outlet = fetch_one(select(Outlet.name))
    return outlet["name"] if outlet else None


def show_outlet() -> OutletSettings:
    """The outlet's settings. Raises NotFound before the first set-up."""
    outlet = fetch_one(select(Outlet.__table__))
    if outlet is None:
        raise NotFound(N_("Điểm bán chưa được thiết lập."))
    account = accounts.states({None: accounts.account_of(outlet)})[None]
    return OutletSettings(
        name=outlet["name"],
        address=outlet["address"],
        phone=outlet["phone"],
        tax_code=outlet["tax_code"],
        representative=outlet["representative"],
        bank_bin=account.in_force.bank_bin,
        bank_account=account.in_force.bank_account,
        bank_holder=account.in_force.bank_holder,
        cash_rounding_vnd=outlet["cash_rounding_vnd"],
        cashier_discount_limit_bp=outlet["cashier_discount_limit_bp"],
        near_expiry_days=outlet["near_expiry_days"],
        paper_language=Language(outlet["paper_language"]),
        weight_label=outlet["weight_label"],
        cash_out_limit_vnd=outlet["cash_out_limit_vnd"],
        refund_limit_vnd=outlet["refund_limit_vnd"],
        refund_days=outlet["refund_days"],
        refund_other_method=ApprovalRule(outlet["refund_other_method"]),
        own_confirm=ApprovalRule(outlet["own_confirm"]),
        short_stock=ApprovalRule(outlet["short_stock"]),
        loss_limit_vnd=outlet["loss_limit_vnd"],
        owner_code=outlet["owner_code"],
        float_count=FloatCount(outlet["float_count"]),
        shows_prices=outlet["shows_prices"],
        opens_at=outlet["opens_at"],
        closes_at=outlet["closes_at"],
        closed_on=[day for day in range(1, 8) if (outlet["closed_on"] or 0) & 1 << (day - 1)],
        map_link=outlet["map_link"],
        pending=account.pending,
    )
