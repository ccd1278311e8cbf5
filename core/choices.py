"""Closed lists: one StrEnum each, whose members carry their names on screens; CHECK constraints and selects derive from it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from core.i18n import N_


class Choice(StrEnum):
    """A value of a closed list, written as `NAME = "value", N_("what a person reads")`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Makes the member; `label` is a message id."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ApprovalRule(Choice):
    """Whether a cashier does something alone or with a manager's approval."""

    APPROVAL = "approval", N_("cần quản lý duyệt")
    FREE = "free", N_("thu ngân tự làm")


class FloatCount(Choice):
    """Whether whoever opens a shift sees what the drawer's last count found, or counts without knowing it."""

    SHOWN = "shown", N_("cho xem lần đếm trước")
    BLIND = "blind", N_("đếm không cho xem lần trước")


class AccountDecision(StrEnum):
    """What became of a bank account that was put; the first three came into force."""

    AT_ONCE = "at_once"
    CONFIRMED = "confirmed"
    ELAPSED = "elapsed"
    REFUSED = "refused"
    REPLACED = "replaced"


class JobState(StrEnum):
    """Where a job of the outbox stands. Past its time it is `expired`; a person cancels what is not begun."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
