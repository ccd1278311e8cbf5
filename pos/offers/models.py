"""Offers in versions. A version is what somebody put; only which one is the newest changes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, choice_check
from core.money import Vnd
from pos.choices import OfferBearer, OfferKind, OfferScope

TERMS = (
    "(kind = 'percent' AND rate_bp IS NOT NULL AND amount_vnd IS NULL AND price_vnd IS NULL"
    " AND buy_units IS NULL AND threshold_vnd IS NULL)"
    " OR (kind = 'amount' AND amount_vnd IS NOT NULL AND rate_bp IS NULL AND price_vnd IS NULL"
    " AND buy_units IS NULL AND threshold_vnd IS NULL)"
    " OR (kind = 'price' AND price_vnd IS NOT NULL AND rate_bp IS NULL AND amount_vnd IS NULL"
    " AND buy_units IS NULL AND threshold_vnd IS NULL)"
    " OR (kind = 'buy_get' AND buy_units IS NOT NULL AND rate_bp IS NULL AND amount_vnd IS NULL"
    " AND price_vnd IS NULL AND threshold_vnd IS NULL)"
    " OR (kind = 'basket' AND threshold_vnd IS NOT NULL AND (rate_bp IS NULL) <> (amount_vnd IS NULL)"
    " AND price_vnd IS NULL AND buy_units IS NULL)"
    " OR (kind = 'age' AND rate_bp IS NULL AND amount_vnd IS NULL AND price_vnd IS NULL"
    " AND buy_units IS NULL AND threshold_vnd IS NULL)"
)
"""Which columns an offer of each kind has."""


class Offer(Model):
    """An offer under its code; what it says stands in its versions."""

    __tablename__ = "offer"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    newest_version: Mapped[int]


class OfferVersion(Model):
    """What an offer said from a moment on. `hours_from` and `hours_to` are of the outlet's clock, as `17:00`. Only grows."""

    __tablename__ = "offer_version"
    id: Mapped[Serial]
    offer_code: Mapped[str] = mapped_column(ForeignKey("offer.code"))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    from_day: Mapped[date]
    to_day: Mapped[date]
    hours_from: Mapped[str | None] = mapped_column(Text)
    hours_to: Mapped[str | None] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    rate_bp: Mapped[int | None]
    amount_vnd: Mapped[Vnd | None]
    price_vnd: Mapped[Vnd | None]
    buy_units: Mapped[int | None]
    get_units: Mapped[int | None]
    threshold_vnd: Mapped[Vnd | None]
    bearer: Mapped[str] = mapped_column(Text)
    priority: Mapped[int]
    retired: Mapped[bool]
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("offer_code", "version"),
        CheckConstraint("to_day >= from_day", name="ends_after_start"),
        CheckConstraint(
            "(hours_from IS NULL AND hours_to IS NULL) OR (hours_from IS NOT NULL AND hours_to > hours_from)", name="hours"
        ),
        choice_check("scope", OfferScope, "scope"),
        choice_check("kind", OfferKind, "kind"),
        CheckConstraint(TERMS, name="terms"),
        CheckConstraint("rate_bp BETWEEN 1 AND 10000", name="rate"),
        CheckConstraint("amount_vnd > 0", name="amount"),
        CheckConstraint("price_vnd >= 0", name="price"),
        CheckConstraint("threshold_vnd >= 0", name="threshold"),
        CheckConstraint("(buy_units IS NULL AND get_units IS NULL) OR (buy_units > 0 AND get_units > 0)", name="buys_and_gets"),
        choice_check("bearer", OfferBearer, "bearer"),
        CheckConstraint("priority >= 0", name="priority"),
    )


class OfferDay(Model):
    """A day of the week on which a version holds, 1 is Monday; without any it holds on all. Only grows."""

    __tablename__ = "offer_day"
    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    __table_args__ = (CheckConstraint("day BETWEEN 1 AND 7", name="day"),)


class OfferTarget(Model):
    """One thing that a version is on: a product, a product set, a producer or a lot. Only grows."""

    __tablename__ = "offer_target"
    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"))
    product_set: Mapped[int | None]
    producer_code: Mapped[str | None] = mapped_column(ForeignKey("producer.code"))
    lot: Mapped[str | None] = mapped_column(ForeignKey("lot.code"))
    __table_args__ = (
        CheckConstraint("product_set BETWEEN 1 AND 26", name="set"),
        CheckConstraint(
            "(product_code IS NOT NULL AND product_set IS NULL AND producer_code IS NULL AND lot IS NULL)"
            " OR (product_code IS NULL AND product_set IS NOT NULL AND producer_code IS NULL AND lot IS NULL)"
            " OR (product_code IS NULL AND product_set IS NULL AND producer_code IS NOT NULL AND lot IS NULL)"
            " OR (product_code IS NULL AND product_set IS NULL AND producer_code IS NULL AND lot IS NOT NULL)",
            name="one_thing",
        ),
    )


class OfferStep(Model):
    """What an offer by age takes off a lot with so many days left, or fewer. Only grows."""

    __tablename__ = "offer_step"
    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), primary_key=True, autoincrement=False)
    days_left: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rate_bp: Mapped[int]
    __table_args__ = (
        CheckConstraint("days_left >= 0", name="days_left"),
        CheckConstraint("rate_bp BETWEEN 1 AND 10000", name="rate"),
    )


class OfferAgreement(Model):
    """A producer's word that it bears what a version lets it bear; `note` says how a manager knows. Only grows."""

    __tablename__ = "offer_agreement"
    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), primary_key=True, autoincrement=False)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), primary_key=True)
    agreed_at: Mapped[Timestamp]
    agreed_by: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


APPEND_ONLY = ("offer_version", "offer_day", "offer_target", "offer_step", "offer_agreement")
