"""The first set-up of an outlet, from the first-run page or the command line."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import insert, select

from core import audit_actions
from core.choices import ApprovalRule, FloatCount
from core.db import audit, execute, fetch_one
from core.errors import DomainError
from core.i18n import N_
from core.models import Outlet, VatRate
from core.outlet import OUTLET, OWNER_CODE, show_outlet
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.text.letters import clean_text, has_visible, is_readable
from core.values import gtin, tax

_setup_steps: list[Callable[[], None]] = []


def on_first_run(setup_step: Callable[[], None]) -> Callable[[], None]:
    """Registers what an area puts into a new outlet, so that work can begin at once."""
    _setup_steps.append(setup_step)
    return setup_step


def is_set_up() -> bool:
    """Whether the outlet has been named."""
    return fetch_one(select(Outlet.id)) is not None


def is_demonstration() -> bool:
    """Whether this is the demonstration outlet, whose passwords everybody knows."""
    return fetch_one(select(Outlet.id).where(Outlet.demonstration)) is not None


def first_run(name: str, username: str, password: str, *, demonstration: bool = False) -> None:
    """Names the outlet, ships the tax table and adds the first manager. Call it in a transaction.

    Raises DomainError `already_set_up` the second time, and what adding a person refuses.
    """
    if is_set_up():
        raise DomainError("already_set_up", N_("Điểm bán đã được thiết lập rồi."))
    name = clean_text(name)
    if not has_visible(name) or not is_readable(name) or len(name) > 500:
        raise DomainError("bad_name", N_("Chưa điền tên điểm bán."))
    execute(
        insert(Outlet),
        {
            "id": 1,
            "name": name,
            "cash_rounding_vnd": 0,
            "cashier_discount_limit_bp": 1000,
            "near_expiry_days": 7,
            "paper_language": "vi",
            "weight_label": gtin.WEIGHT_LABEL,
            "demonstration": demonstration,
            "cash_out_limit_vnd": 2_000_000,
            "refund_limit_vnd": 1_000_000,
            "refund_days": 30,
            "refund_other_method": ApprovalRule.APPROVAL,
            "own_confirm": ApprovalRule.FREE,
            "short_stock": ApprovalRule.APPROVAL,
            "loss_limit_vnd": 1_000_000,
            "owner_code": OWNER_CODE,
            "float_count": FloatCount.SHOWN,
        },
    )
    execute(
        insert(VatRate),
        [{"vat": vat, "from_day": day, "rate_percent": percent, "basis": basis} for vat, day, percent, basis in tax.SHIPPED],
    )
    audit.record_change(SYSTEM, audit_actions.OUTLET_RECORDED, OUTLET, None, show_outlet())
    people.add(username, username, Role.MANAGER, password=password, actor=SYSTEM)
    for setup_step in _setup_steps:
        setup_step()
