"""Products whose OCOP paper ends: their evaluation begins anew so many days before."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from core import clock
from core.db import fetch_all
from suppliers.certificates.models import ProducerPaper
from suppliers.choices import PaperKind
from suppliers.models import Product
from suppliers.programme.councils.star_rules import NOTICE
from suppliers.programme.files.choices import FileState
from suppliers.programme.files.reading import FileFilter, list_files
from suppliers.programme.files.results import ReEvaluation


def due(within: int = NOTICE.days, after: str | None = None, limit: int = 1000) -> list[ReEvaluation]:
    """The products, by code, whose last OCOP paper ends within so many days, or has ended. Retired ones are left out."""
    paper, later = ProducerPaper, aliased(ProducerPaper)
    is_ocop = paper.kind == PaperKind.OCOP, paper.stars.is_not(None), paper.approved_at.is_not(None)
    lasts_longer = or_(later.valid_until > paper.valid_until, (later.valid_until == paper.valid_until) & (later.id > paper.id))
    is_last = ~exists().where(
        later.product_code == paper.product_code,
        later.kind == PaperKind.OCOP,
        later.stars.is_not(None),
        later.approved_at.is_not(None),
        lasts_longer,
    )
    today = clock.today()
    query = (
        select(paper.__table__, Product.name, Product.producer_code.label("owner"))
        .join(Product, Product.code == paper.product_code)
        .where(*is_ocop, is_last, paper.valid_until <= today + timedelta(days=within), Product.retired.is_(False))
        .order_by(Product.code)
        .limit(limit)
    )
    rows = fetch_all(query if after is None else query.where(Product.code > after))
    under_way = {
        file.product: file.uid
        for row in rows
        for file in list_files(FileFilter(product=row["product_code"]))
        if file.state is not FileState.RECOGNISED and file.year >= (row["valid_until"] - NOTICE).year
    }
    return [
        ReEvaluation(
            product=row["product_code"],
            name=row["name"],
            producer=row["owner"],
            paper=row["uid"],
            number=row["number"],
            stars=row["stars"],
            valid_until=row["valid_until"],
            days_left=(row["valid_until"] - today).days,
            due_on=row["valid_until"] - NOTICE,
            file=under_way.get(row["product_code"]),
        )
        for row in rows
    ]
