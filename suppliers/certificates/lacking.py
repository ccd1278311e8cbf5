"""The papers that agreements ask for and that goods lack.

Source: contract of the outlet, sections 14 (`papers`) and 15 (409 `paper_missing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import and_, or_, select

from core.db import fetch_all
from core.errors import DomainError
from core.i18n import N_
from core.i18n import gettext as _
from suppliers.agreements.models import AgreementPaper, AgreementTerm
from suppliers.certificates.models import ProducerPaper
from suppliers.certificates.results import LackingPapers
from suppliers.choices import PaperKind, WithoutPaper
from suppliers.models import Product


class PaperMissing(DomainError):
    """Goods whose agreement does not let them come in, or be sold, without a paper that is not valid."""

    def __init__(self, name: str, kinds: Sequence[PaperKind]) -> None:
        self.name, self.kinds = name, kinds
        super().__init__("paper_missing", N_("%(product)s thiếu giấy còn hạn: %(kinds)s."))

    @property
    def detail(self) -> str:
        """Which goods lack which papers."""
        kinds = ", ".join(str(_(kind.label)) for kind in self.kinds)
        return str(_(self.sentence, product=self.name, kinds=kinds))


def require(terms: Mapping[str, int], names: Mapping[str, str], without: WithoutPaper, day: date) -> None:
    """Raises PaperMissing for the first of these products that lacks a paper on a day.

    `terms` are the ids of the terms that goods are under, `names` what they are called, both by product.
    """
    for found in lacking(terms, [without], day):
        raise PaperMissing(names[found.product], found.kinds)


def lacking(terms: Mapping[str, int], without: Collection[WithoutPaper], day: date) -> list[LackingPapers]:
    """The products that lack papers on a day; `terms` are the ids of the terms that their goods are under."""
    if not terms:
        return []
    query = (
        select(AgreementTerm.id, AgreementPaper.kind)
        .join(AgreementPaper, AgreementPaper.version_id == AgreementTerm.version_id)
        .where(AgreementTerm.id.in_(sorted(set(terms.values()))), AgreementPaper.without.in_(sorted(without)))
    )
    asked: dict[int, set[PaperKind]] = defaultdict(set)
    for r in fetch_all(query):
        asked[r["id"]].add(PaperKind(r["kind"]))
    if not asked:
        return []
    valid = _valid({product for product, term in terms.items() if asked[term]}, day)
    missing = {product: asked[term] - valid[product] for product, term in terms.items()}
    return [
        LackingPapers(product, [kind for kind in PaperKind if kind in kinds])
        for product, kinds in sorted(missing.items())
        if kinds
    ]


def _valid(products: Collection[str], day: date) -> dict[str, set[PaperKind]]:
    """The kinds of papers that hold for each of these products on a day: its own, and its producer's."""
    query = (
        select(Product.code, ProducerPaper.kind)
        .join(
            ProducerPaper,
            or_(
                ProducerPaper.product_code == Product.code,
                and_(ProducerPaper.product_code.is_(None), ProducerPaper.producer_code == Product.producer_code),
            ),
        )
        .where(
            Product.code.in_(sorted(products)),
            ProducerPaper.approved_at.is_not(None),
            ProducerPaper.issued_on <= day,
            or_(ProducerPaper.valid_until.is_(None), ProducerPaper.valid_until >= day),
        )
    )
    found: dict[str, set[PaperKind]] = defaultdict(set)
    for r in fetch_all(query):
        found[r["code"]].add(PaperKind(r["kind"]))
    return found
