"""How the person of a phone that stays signed in proves that it is in their hands."""

from __future__ import annotations

from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people import people
from core.people.results import PersonSummary
from core.people.secret_rules import PASSWORD_MAX


def has_own_pin(person: PersonSummary) -> bool:
    """Whether a person has a PIN of their own choice; one that somebody else set proves nothing."""
    return person.has_pin and not person.pin_expired


def prove_here(person_id: int, secret: str) -> None:
    """Proves a person by the PIN, or by the password where they have no PIN. Call it outside a transaction.

    Raises NotFound, DomainError `wrong_secret`, and TooMany after too many failures.
    """
    person = people.by_id(person_id)
    if person is None:
        raise NotFound()
    secret = secret[: PASSWORD_MAX + 1]
    if has_own_pin(person):
        if people.sign_in_by_pin(person.username, secret, person.role) is None:
            raise DomainError("wrong_secret", N_("PIN chưa đúng."))
    elif people.sign_in(person.username, secret) is None:
        raise DomainError("wrong_secret", N_("Mật khẩu chưa đúng."))
