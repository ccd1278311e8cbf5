"""What is read of members, and of what a statement owes for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.results import MoneyOut, UidOut


@dataclass(frozen=True, slots=True)
class MemberResult:
    """A member; the phone is masked for those who may only look."""

    code: str
    producer: str
    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class MemberMoney:
    """owed = sold − refunded + loss + adjustments − charges, in đồng."""

    sold_owed_vnd: MoneyOut
    refunded_owed_vnd: MoneyOut
    loss_owed_vnd: MoneyOut
    adjustments_vnd: MoneyOut
    charges_vnd: MoneyOut
    owed_vnd: MoneyOut


@dataclass(frozen=True, slots=True)
class MemberShare(MemberMoney):
    """What of a statement is a member's; `member` is empty for what is nobody's, `name` too."""

    member: str
    name: str


@dataclass(frozen=True, slots=True)
class StatementMembers:
    """A statement split by member: the shares add up to its money, to the đồng. What is nobody's comes last."""

    statement: UidOut
    producer: str
    items: Sequence[MemberShare]
    totals: MemberMoney
