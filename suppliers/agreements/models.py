"""Agreements: what was agreed with a producer, version by version, and who confirmed a version."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, choice_check
from core.money import Vnd
from suppliers.choices import (
    Bearer,
    ChargePer,
    CommissionBase,
    Cycle,
    LossCause,
    PaperKind,
    VatKeeper,
    Visibility,
    WithoutPaper,
)


class Agreement(Model):
    """A numbered agreement with a producer; its content stands in its versions."""

    __tablename__ = "agreement"
    number: Mapped[str] = mapped_column(Text, primary_key=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    newest_version: Mapped[int]


class AgreementVersion(Model):
    """What an agreement says, from the moment it was recorded or, with `from_day`, from that day once it is confirmed.

    `signed_number` is the number on the signed paper. Goods may still be brought for `grace_days` after `ends_on`. Only grows.
    """

    __tablename__ = "agreement_version"
    id: Mapped[Serial]
    agreement_number: Mapped[str] = mapped_column(ForeignKey("agreement.number"))
    version: Mapped[int]
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    holding_days: Mapped[int]
    minimum_payout_vnd: Mapped[Vnd]
    recorded_at: Mapped[Timestamp]
    answer_days: Mapped[int]
    recorded_by: Mapped[str | None] = mapped_column(Text)
    from_day: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)
    signed_number: Mapped[str | None] = mapped_column(Text)
    grace_days: Mapped[int]
    cycle: Mapped[str] = mapped_column(Text)
    visibility: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("agreement_number", "version"),
        CheckConstraint("answer_days >= 0", name="answer_days"),
        CheckConstraint("grace_days >= 0", name="grace_days"),
        choice_check("cycle", Cycle, "cycle"),
        choice_check("visibility", Visibility, "visibility"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("holding_days >= 0 AND minimum_payout_vnd >= 0", name="not_negative"),
    )


class AgreementTerm(Model):
    """One term of one version; sales and book lines point at the term they happened under. Only grows."""

    __tablename__ = "agreement_term"
    id: Mapped[Serial]
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"), index=True)
    position: Mapped[int]
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"))
    product_set: Mapped[int | None]
    basis: Mapped[str] = mapped_column(Text)
    rate_bp: Mapped[int | None]
    owed_per_unit_vnd: Mapped[Vnd | None]
    discount_bearer: Mapped[str] = mapped_column(Text)
    loss_allowance_bp: Mapped[int]
    commission_base: Mapped[str] = mapped_column(Text)
    vat_kept_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("product_code IS NULL OR product_set IS NULL", name="one_scope"),
        CheckConstraint(
            "(basis = 'commission' AND rate_bp BETWEEN 0 AND 10000 AND owed_per_unit_vnd IS NULL)"
            " OR (basis = 'fixed_price' AND owed_per_unit_vnd >= 0 AND rate_bp IS NULL)",
            name="basis",
        ),
        choice_check("discount_bearer", Bearer, "discount_bearer"),
        CheckConstraint("loss_allowance_bp BETWEEN 0 AND 10000", name="loss_allowance"),
        choice_check("commission_base", CommissionBase, "commission_base"),
        choice_check("vat_kept_by", VatKeeper, "vat_kept_by"),
    )


class TermLoss(Model):
    """Who bears a loss of one cause under a term. A cause without a row is the outlet's. Only grows."""

    __tablename__ = "term_loss"
    term_id: Mapped[int] = mapped_column(ForeignKey("agreement_term.id"), primary_key=True, autoincrement=False)
    cause: Mapped[str] = mapped_column(Text, primary_key=True)
    bearer: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("cause", LossCause, "cause"),
        choice_check("bearer", Bearer, "bearer"),
    )


class AgreementCharge(Model):
    """What the outlet charges by a version: by cycle, by unit sold or by delivery. Only grows."""

    __tablename__ = "agreement_charge"
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    per: Mapped[str] = mapped_column(Text)
    amount_vnd: Mapped[Vnd]
    __table_args__ = (choice_check("per", ChargePer, "per"), CheckConstraint("amount_vnd > 0", name="amount"))


class AgreementPaper(Model):
    """A paper that a version asks for, and what happens without it. Only grows."""

    __tablename__ = "agreement_paper"
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    without: Mapped[str] = mapped_column(Text)
    __table_args__ = (choice_check("kind", PaperKind, "kind"), choice_check("without", WithoutPaper, "without"))


class AgreementConfirmation(Model):
    """That a producer agreed to a version, in its portal or, with a note, on paper. Only grows."""

    __tablename__ = "agreement_confirmation"
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id"), primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    confirmed_at: Mapped[Timestamp]
    confirmed_by: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class AgreementEndNotice(Model):
    """That a producer was told so many days before that its agreement ends on a day. Only grows."""

    __tablename__ = "agreement_end_notice"
    agreement_number: Mapped[str] = mapped_column(ForeignKey("agreement.number"), primary_key=True)
    ends_on: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told_at: Mapped[Timestamp]
    __table_args__ = (CheckConstraint("days > 0", name="days"),)


APPEND_ONLY = (
    "agreement_end_notice",
    "agreement_version",
    "agreement_term",
    "term_loss",
    "agreement_charge",
    "agreement_paper",
    "agreement_confirmation",
)
