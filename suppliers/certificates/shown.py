"""The papers that pages for everybody may name beside the stars: how goods are grown, and whose name they bear.

Source: contract of the outlet, section 15. The certificate that gives stars is `stars.certificates_today`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from core.db import fetch_all
from suppliers.certificates.models import ProducerPaper
from suppliers.choices import PaperKind
from suppliers.models import Product

SHOWN = (PaperKind.VIETGAP, PaperKind.GLOBALGAP, PaperKind.GI, PaperKind.TRADEMARK)
"""The kinds that a visitor may read of, in the order of a page."""


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper that holds, as everybody may read it; `valid_until` is None where it has no last day."""

    kind: PaperKind
    number: str
    issuer: str
    issued_on: date
    valid_until: date | None


def papers_to_show(product: str, day: date) -> Mapping[PaperKind, ShownPaper]:
    """The approved papers of a product that are valid on a day, by kind in the order of SHOWN; of one kind the newest.

    A paper of the product stands before one of its producer. An unknown product has none.
    """
    query = (
        select(ProducerPaper.__table__)
        .join(Product, Product.producer_code == ProducerPaper.producer_code)
        .where(
            Product.code == product,
            or_(ProducerPaper.product_code == Product.code, ProducerPaper.product_code.is_(None)),
            ProducerPaper.kind.in_(SHOWN),
            ProducerPaper.approved_at.is_not(None),
            ProducerPaper.issued_on <= day,
            or_(ProducerPaper.valid_until.is_(None), ProducerPaper.valid_until >= day),
        )
        .order_by(ProducerPaper.product_code.is_not(None), ProducerPaper.issued_on, ProducerPaper.id)
    )
    newest = {PaperKind(r["kind"]): r for r in fetch_all(query)}  # the last of a kind stays
    return {
        kind: ShownPaper(kind, r["number"], r["issuer"], r["issued_on"], r["valid_until"])
        for kind in SHOWN
        if (r := newest.get(kind)) is not None
    }
