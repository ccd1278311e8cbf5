"""The stars of products as rows: made from their papers whenever those change, read by labels, tills, pages and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, ScalarSelect, and_, bindparam, delete, insert, select

from core import clock
from core.db import execute, fetch_all
from suppliers.certificates.models import ProducerPaper, StarSpan
from suppliers.certificates.spans import Span, StarPaper, spans
from suppliers.choices import PaperKind
from suppliers.models import Product


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """The paper that gives a product its stars today."""

    stars: int
    number: str
    issuer: str
    issued_on: date
    valid_until: date


def stars_on(day: ColumnElement[date]) -> ScalarSelect[int | None]:
    """The stars of `Product` on a day, as a column of a query that reads both; NULL where none of its papers is valid."""
    of_product = and_(StarSpan.product_code == Product.code, StarSpan.from_day <= day, StarSpan.until_day >= day)
    return select(StarSpan.stars).where(of_product).scalar_subquery()


STARS_TODAY = stars_on(bindparam("stars_day", callable_=clock.today, type_=Date()))
"""The stars that `Product` may be shown with today."""


def certificates_today(products: Collection[str]) -> dict[str, ShownCertificate]:
    """The papers that give these products their stars today, by product."""
    today = clock.today()
    valid = ProducerPaper.issued_on <= today, ProducerPaper.valid_until >= today
    query = _GIVING_STARS.where(*valid, ProducerPaper.product_code.in_(sorted(products)))
    return {
        r["product_code"]: ShownCertificate(r["stars"], r["number"], r["issuer"], r["issued_on"], r["valid_until"])
        for r in fetch_all(query)
    }


_GIVING_STARS = (
    select(ProducerPaper.__table__)
    .where(ProducerPaper.kind == PaperKind.OCOP, ProducerPaper.stars.is_not(None), ProducerPaper.approved_at.is_not(None))
    .order_by(ProducerPaper.issued_on, ProducerPaper.is_from_product.desc(), ProducerPaper.id)
)
"""The newest last; what the product's own page says gives way to a paper of the same day."""


def refresh(products: Collection[str]) -> set[str]:
    """Makes the stars of these products anew; answers those whose stars have changed. Call it with the papers in one act."""
    wanted, kept = _wanted(products), _kept(products)
    changed = {code for code in products if wanted[code] != kept[code]}
    if changed:
        execute(delete(StarSpan).where(StarSpan.product_code.in_(sorted(changed))))
        rows = [
            {"product_code": code, "from_day": span.from_day, "until_day": span.until_day, "stars": span.stars}
            for code in sorted(changed)
            for span in wanted[code]
        ]
        if rows:
            execute(insert(StarSpan), rows)
    return changed


def gaps() -> list[str]:
    """The products whose stars are not those of their papers, one line each."""
    wanted, kept = _wanted(), _kept()
    wrong = sorted(code for code in wanted.keys() | kept.keys() if wanted[code] != kept[code])
    return [f"product {code}: its stars are not those of its papers" for code in wrong]


def changing_between(first: date, last: date) -> set[str]:
    """The products whose stars begin on a day after `first` up to `last`, or ended on one from `first` until before `last`."""
    begins = StarSpan.from_day > first, StarSpan.from_day <= last
    ends = StarSpan.until_day >= first, StarSpan.until_day < last
    found = [*fetch_all(select(StarSpan.product_code).where(*begins)), *fetch_all(select(StarSpan.product_code).where(*ends))]
    return {r["product_code"] for r in found}


def _wanted(products: Collection[str] | None = None) -> dict[str, list[Span]]:
    """The spans that the approved papers of these products, or of all, give."""
    query = _GIVING_STARS if products is None else _GIVING_STARS.where(ProducerPaper.product_code.in_(sorted(products)))
    papers: dict[str, list[StarPaper]] = defaultdict(list)
    for order, r in enumerate(fetch_all(query)):
        papers[r["product_code"]].append(StarPaper(r["issued_on"], r["valid_until"], r["stars"], order))
    return defaultdict(list, {code: spans(of_product) for code, of_product in papers.items()})


def _kept(products: Collection[str] | None = None) -> dict[str, list[Span]]:
    """The spans as they stand."""
    query = select(StarSpan.__table__).order_by(StarSpan.product_code, StarSpan.from_day)
    kept: dict[str, list[Span]] = defaultdict(list)
    for r in fetch_all(query if products is None else query.where(StarSpan.product_code.in_(sorted(products)))):
        kept[r["product_code"]].append(Span(r["from_day"], r["until_day"], r["stars"]))
    return kept
