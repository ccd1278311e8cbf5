"""What else is known of a lot: the term its goods are sold under today, and what is proposed for it near its day. Read-only."""

from __future__ import annotations

from sqlalchemy import select

from core import clock
from core.db import fetch_one
from inventory.expiry.proposals import proposals
from inventory.expiry.results import ExpiryProposal
from suppliers.agreements.standing import terms_of
from suppliers.commission import Term, choose
from suppliers.models import Product


def term_of(producer: str, product: str) -> Term | None:
    """The term that a product's next sale would be under; None without an agreement, and for the outlet's own goods."""
    found = fetch_one(select(Product.product_set).where(Product.code == product))
    product_set = found["product_set"] if found else None
    return choose(terms_of([producer]).get(producer, []), product, product_set, clock.today())


def proposal_of(lot: str) -> ExpiryProposal | None:
    """What is proposed for a lot near its best-before day."""
    return next(iter(proposals(lot=lot)), None)
