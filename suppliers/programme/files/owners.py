"""Whose a file is: the producer of its product, or who had the idea."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from core.db import fetch_one
from suppliers.models import Product
from suppliers.programme.files.models import ProgrammeFile


def of_producer(producer: str) -> ColumnElement[bool]:
    """That a row of `ProgrammeFile` is of a producer."""
    products = select(Product.code).where(Product.producer_code == producer)
    return or_(ProgrammeFile.producer_code == producer, ProgrammeFile.product_code.in_(products))


def is_known(uid: str) -> bool:
    """Whether there is such a file."""
    return fetch_one(select(ProgrammeFile.uid).where(ProgrammeFile.uid == uid)) is not None
