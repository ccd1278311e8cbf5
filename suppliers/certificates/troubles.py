"""Papers that have ended or end soon, for whoever is about to take goods in or sell them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import fetch_all
from suppliers.certificates import papers, register
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.register import NamedPaper
from suppliers.choices import PaperKind, PaperState
from suppliers.models import Product

SOON_DAYS = 30
"""So long before its end a paper is spoken of where goods come in and are sold."""


@dataclass(frozen=True, slots=True)
class EndingPaper:
    """The paper of a product, or of its producer, that ends first and has no successor; its day may have passed."""

    kind: PaperKind
    valid_until: date


def troubles(producer: str, product: str | None = None) -> list[NamedPaper]:
    """Papers of a producer and its goods that have ended or end within SOON_DAYS and have no successor, the first to end first.

    With a product only those of the producer itself and of this product.
    """
    found = [
        paper
        for wanted in (PaperFilter(producer, state=PaperState.ENDED), PaperFilter(producer, ending_within=SOON_DAYS))
        for paper in papers.to_renew(wanted)
        if product is None or paper.product in {None, product}
    ]
    return register.named(found)


def first_ends(products: Collection[str] | None = None) -> Mapping[str, EndingPaper]:
    """Of these products, or of all, the paper that ends first among their own and their producers', by product.

    Products whose papers never end are left out.
    """
    query = select(Product.code, Product.producer_code)
    rows = fetch_all(query if products is None else query.where(Product.code.in_(sorted(products))))
    ending = [paper for paper in papers.to_renew(PaperFilter()) if paper.valid_until is not None]
    first: dict[tuple[str, str | None], EndingPaper] = {}
    for paper in ending:  # the first to end comes first
        assert paper.valid_until is not None
        first.setdefault((paper.owner, paper.product), EndingPaper(paper.kind, paper.valid_until))
    found: dict[str, EndingPaper] = {}
    for r in rows:
        own, makers = first.get((r["producer_code"], r["code"])), first.get((r["producer_code"], None))
        either = [each for each in (own, makers) if each is not None]
        if either:
            found[r["code"]] = min(either, key=lambda each: each.valid_until)
    return found
