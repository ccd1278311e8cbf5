"""A manager's approval of what a cashier may not do alone: by name and PIN, named in the audit trail."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import DomainError, TooMany
from core.i18n import N_
from core.people import people
from core.people.actor import Actor
from core.people.permits import Role
from core.requests import ApprovalRequest


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """A code that somebody typed in a manager's name while the till was cut off."""

    by: str
    text: str


@dataclass(frozen=True)
class Approval:
    """Who approved, if anybody, and whether the one who acts is a manager anyhow.

    A PIN that somebody else set (`is_expired`) approves nothing. `code` is a one-time code that is still to be redeemed; one
    that was no good leaves `code_failed`.
    """

    by: str | None
    is_manager: bool
    refused: bool = False
    is_expired: bool = False
    code: OneTimeCode | None = None
    code_failed: bool = False

    @property
    def is_granted(self) -> bool:
        """Whether what needs a manager may go on."""
        return self.by is not None or self.is_manager

    def raise_if_refused(self) -> None:
        """Raises `approval_refused` for a wrong name or PIN; asked once the document's own values are known to be right."""
        if self.refused and self.is_expired:
            sentence = N_("PIN của người duyệt do người khác đặt; hãy chọn PIN mới ở trang Tài khoản của tôi.")
            raise DomainError("approval_refused", sentence)
        if self.refused:
            raise DomainError("approval_refused", N_("Tên hoặc PIN của người duyệt không đúng."))

    def require(self, what: str) -> None:
        """Raises `approval_needed` unless it is granted; `what` is the sentence that says why."""
        if not self.is_granted:
            raise DomainError("approval_needed", what)


def check(approval: ApprovalRequest | None, actor: Actor, *, forgive: bool = False) -> Approval:
    """Reads an approval. Slow (a PIN hash), so it is done outside the sale's transaction.

    A wrong name or PIN is refused by `raise_if_refused`, unless what happened is to be recorded anyhow (`forgive`). A one-time
    code is for what was made offline alone.
    Raises TooMany.
    """
    is_manager = actor.role is Role.MANAGER
    if approval is None:
        return Approval(None, is_manager)
    if approval.code is not None:
        return Approval(None, is_manager, refused=not forgive, code=OneTimeCode(approval.by or "", approval.code))
    if approval.by is None and approval.pin is None and is_manager:
        return Approval(actor.name, True)
    try:
        person = people.sign_in_by_pin(approval.by or "", approval.pin or "", Role.MANAGER)
    except TooMany:
        if forgive:
            return Approval(None, is_manager)
        raise
    if person is None:
        return Approval(None, is_manager, refused=not forgive)
    if person.pin_expired:
        return Approval(None, is_manager, refused=not forgive, is_expired=True)
    return Approval(person.username, is_manager)
