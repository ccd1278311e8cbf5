"""Baskets in versions. A version is what somebody put; only which one is the newest changes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, add_reference, choice_check
from core.money import Vnd
from core.quantity import Milli
from pos.choices import OfferBearer
from suppliers.models import Barcode


class Basket(Model):
    """A basket under its code; what is in it stands in its versions, its barcodes beside those of products."""

    __tablename__ = "basket"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    newest_version: Mapped[int]


class BasketVersion(Model):
    """What a basket was from a moment on; `wrapping` is a product of the outlet's own. Only grows."""

    __tablename__ = "basket_version"
    id: Mapped[Serial]
    basket_code: Mapped[str] = mapped_column(ForeignKey("basket.code"))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    price_vnd: Mapped[Vnd]
    wrapping: Mapped[str | None] = mapped_column(ForeignKey("product.code"))
    bearer: Mapped[str] = mapped_column(Text)
    retired: Mapped[bool]
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("basket_code", "version"),
        CheckConstraint("price_vnd >= 0", name="price"),
        choice_check("bearer", OfferBearer, "bearer"),
    )


class BasketItem(Model):
    """So much of a product in one basket; `share_vnd` is what it costs there, if that is fixed. Only grows."""

    __tablename__ = "basket_item"
    version_id: Mapped[int] = mapped_column(ForeignKey("basket_version.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    quantity: Mapped[Milli]
    share_vnd: Mapped[Vnd | None]
    __table_args__ = (
        UniqueConstraint("version_id", "product_code"),
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("share_vnd >= 0", name="share"),
    )


class BasketAgreement(Model):
    """A producer's word that it bears what a version lets it bear; `note` says how a manager knows. Only grows."""

    __tablename__ = "basket_agreement"
    version_id: Mapped[int] = mapped_column(ForeignKey("basket_version.id"), primary_key=True, autoincrement=False)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), primary_key=True)
    agreed_at: Mapped[Timestamp]
    agreed_by: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


add_reference(Barcode, ["basket_code"], ["basket.code"])
APPEND_ONLY = ("basket_version", "basket_item", "basket_agreement")
