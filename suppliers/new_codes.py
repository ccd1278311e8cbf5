"""Codes for what is new: the next free one, and the refusal of one that is taken."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import db, fetch_one
from core.errors import DomainError
from core.i18n import N_
from suppliers.agreements.models import Agreement
from suppliers.models import Producer, Product

NamedByCode = type[Producer] | type[Product]


def require_new(model: NamedByCode, code: str) -> None:
    """Raises DomainError `code_taken` when a producer, or a product, has this code already."""
    if db.session.get(model, code) is not None:
        raise DomainError("code_taken", N_("Mã này đã có. Hãy chọn mã khác."))


def next_code(model: NamedByCode, stem: str) -> str:
    """The stem and the first free number after as many as there are, at least two digits."""
    counted = fetch_one(select(func.count().label("n")).select_from(model))
    n = int(counted["n"]) + 1 if counted else 1
    while db.session.get(model, f"{stem}{n:02d}") is not None:
        n += 1
    return f"{stem}{n:02d}"


def next_agreement_number() -> str:
    """The first free number of an agreement, after as many as there are: `HD-09`."""
    counted = fetch_one(select(func.count().label("n")).select_from(Agreement))
    n = int(counted["n"]) + 1 if counted else 1
    while db.session.get(Agreement, f"HD-{n:02d}") is not None:
        n += 1
    return f"HD-{n:02d}"
