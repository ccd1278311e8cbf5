"""The outlet's own settings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from core import audit_actions
from core.choices import ApprovalRule
from core.db import Row, audit, execute, fetch_one
from core.errors import Invalid, NotFound
from core.i18n import N_, Language
from core.models import Outlet
from core.money import Bp
from core.people.actor import Actor
from core.requests import OutletRequest
from core.results import MoneyOut

OUTLET = "outlet"
"""What the audit trail calls the outlet, whatever its name is."""


def put_outlet(document: OutletRequest, actor: Actor) -> None:
    """Changes the outlet's settings. Raises Invalid when no outlet has been set up."""
    old = fetch_one(select(Outlet.__table__).with_for_update())
    if old is None:
        raise Invalid(("name", N_("Điểm bán chưa được thiết lập.")))
    execute(update(Outlet).values(document.model_dump()))
    audit.record_change(actor, audit_actions.OUTLET_RECORDED, OUTLET, _settings(old), show_outlet())


@dataclass(frozen=True, slots=True)
class OutletSettings:
    """The outlet's settings: cash is rounded to `cash_rounding_vnd` (0: not at all), papers are in `paper_language`.

    Beyond a limit (0: none) a manager approves: cash taken out at once, a refund's amount and the days after its sale, and
    what counts and losses are worth. The rules are about money back by a method that the sale was not paid by, a transfer
    confirmed by its own seller, and goods sold that the books do not have.
    """

    name: str
    address: str | None
    phone: str | None
    tax_code: str | None
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


def outlet_name() -> str | None:
    """The outlet's name; None before the first set-up."""
    outlet = fetch_one(select(Outlet.name))
    return outlet["name"] if outlet else None


def show_outlet() -> OutletSettings:
    """The outlet's settings. Raises NotFound before the first set-up."""
    outlet = fetch_one(select(Outlet.__table__))
    if outlet is None:
        raise NotFound(N_("Điểm bán chưa được thiết lập."))
    return _settings(outlet)


def _settings(outlet: Row) -> OutletSettings:
    return OutletSettings(
        name=outlet["name"],
        address=outlet["address"],
        phone=outlet["phone"],
        tax_code=outlet["tax_code"],
        bank_bin=outlet["bank_bin"],
        bank_account=outlet["bank_account"],
        bank_holder=outlet["bank_holder"],
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
    )
