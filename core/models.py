"""Tables every area stands on: people, tokens, the audit trail, idempotency keys, jobs, counters, rates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text, true
from sqlalchemy.orm import Mapped, mapped_column

from core.choices import AccountDecision, ApprovalRule, FloatCount, JobState
from core.db import UNCHAINED, BigKey, Model, Serial, Timestamp, UtcDateTime, choice_check
from core.i18n import Language
from core.money import Vnd
from core.people.choices import SessionEnd, Theme, TypeSize
from core.people.permits import Role

ROLES = ", ".join(f"'{role}'" for role in Role)


class Outlet(Model):
    """The sales point itself; one row. Limits of what is done without a manager are in đồng or days; 0 is none.

    `owner_code` is what the outlet is called as the owner of goods of its own. What follows `float_count` is for visitors:
    `opens_at` and `closes_at` as `07:30`, `closed_on` the weekdays it stays shut, bit 0 for Monday.
    """

    __tablename__ = "outlet"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    tax_code: Mapped[str | None] = mapped_column(Text)
    representative: Mapped[str | None] = mapped_column(Text)
    bank_bin: Mapped[str | None] = mapped_column(Text)
    bank_account: Mapped[str | None] = mapped_column(Text)
    bank_holder: Mapped[str | None] = mapped_column(Text)
    cash_rounding_vnd: Mapped[Vnd]
    cashier_discount_limit_bp: Mapped[int]
    near_expiry_days: Mapped[int]
    paper_language: Mapped[str] = mapped_column(Text)
    weight_label: Mapped[str] = mapped_column(Text)
    demonstration: Mapped[bool]
    cash_out_limit_vnd: Mapped[Vnd]
    refund_limit_vnd: Mapped[Vnd]
    refund_days: Mapped[int]
    refund_other_method: Mapped[str] = mapped_column(Text)
    own_confirm: Mapped[str] = mapped_column(Text)
    short_stock: Mapped[str] = mapped_column(Text)
    loss_limit_vnd: Mapped[Vnd]
    owner_code: Mapped[str] = mapped_column(Text)
    float_count: Mapped[str] = mapped_column(Text)
    shows_prices: Mapped[bool] = mapped_column(server_default=true())
    opens_at: Mapped[str | None] = mapped_column(Text)
    closes_at: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[int | None]
    map_link: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("cash_rounding_vnd IN (0, 500, 1000)", name="rounding_step"),
        choice_check("paper_language", Language, "paper_language"),
        CheckConstraint("length(weight_label) = 13", name="weight_label"),
        CheckConstraint(
            "cash_out_limit_vnd >= 0 AND refund_limit_vnd >= 0 AND refund_days >= 0 AND loss_limit_vnd >= 0", name="limits"
        ),
        choice_check("refund_other_method", ApprovalRule, "refund_other_method"),
        choice_check("own_confirm", ApprovalRule, "own_confirm"),
        choice_check("short_stock", ApprovalRule, "short_stock"),
        choice_check("float_count", FloatCount, "float_count"),
        CheckConstraint("(opens_at IS NULL) = (closes_at IS NULL) AND opens_at < closes_at", name="opening_hours"),
        CheckConstraint("closed_on BETWEEN 1 AND 127", name="closed_on"),
    )


class Person(Model):
    """Somebody who signs in.

    A secret that another person set has expired: it serves once, to choose an own one. `totp_secret` is encrypted with the
    outlet's key, `totp_step` is the last step of time whose code was used. `withheld` names permits of the role, with blanks
    between them, that this person does not have. A `phone` signs in as the username does.
    """

    __tablename__ = "person"
    id: Mapped[Serial]
    username: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    pin_hash: Mapped[str | None] = mapped_column(Text)
    producer_code: Mapped[str | None] = mapped_column(Text)
    active: Mapped[bool]
    created_at: Mapped[Timestamp]
    password_expired: Mapped[bool]
    pin_expired: Mapped[bool]
    totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    withheld: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text, unique=True)
    __table_args__ = (
        CheckConstraint(f"role IN ({ROLES})", name="role"),
        CheckConstraint("(role = 'producer') = (producer_code IS NOT NULL)", name="producer_of_role"),
    )


class PersonLook(Model):
    """How pages look to a person, and the language they speak."""

    __tablename__ = "person_look"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    theme: Mapped[str] = mapped_column(Text)
    type_size: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("theme", Theme, "theme"),
        choice_check("type_size", TypeSize, "type_size"),
        choice_check("language", Language, "language"),
        {"info": UNCHAINED},
    )


class Session(Model):
    """A person's session; of what its cookie carries only the digest is kept. `seen_at` is exact to a minute.

    One that a `phone` keeps, by what the phone is called, has no end of its own; `proven_at` is when its person last typed the
    PIN there.
    """

    __tablename__ = "session"
    id: Mapped[Serial]
    digest: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    till_code: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[Timestamp]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, info=UNCHAINED)
    address: Mapped[str | None] = mapped_column(Text)
    browser: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(Text)
    ended_why: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=UNCHAINED)
    __table_args__ = (
        CheckConstraint("(phone IS NULL) = (proven_at IS NULL)", name="phone_is_proven"),
        choice_check("ended_why", SessionEnd, "ended_why"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)", name="whole_end"),
        Index("ix_session_person_id", "person_id", "started_at"),
        Index("ix_session_till_code", "till_code", "started_at"),
    )


class RecoveryCode(Model):
    """A code that signs in once instead of a second factor; only its digest is kept."""

    __tablename__ = "recovery_code"
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OfflineCode(Model):
    """A code by which a person approves once while a till is cut off; `hash` is what tills hold, `digest` what we look it up by.

    It serves from `issued_at` until before `expires_at`; `used_for` is the document that used it.
    """

    __tablename__ = "offline_code"
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sheet_uid: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[Timestamp]
    expires_at: Mapped[Timestamp]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_for: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        CheckConstraint("expires_at > issued_at", name="lasts"),
        CheckConstraint("(used_at IS NULL) = (used_for IS NULL)", name="used_for_something"),
    )


class ApiToken(Model):
    """A program's key; only its digest is kept. `only` narrows it to one use; `expires_on` is the last day it works."""

    __tablename__ = "api_token"
    id: Mapped[Serial]
    digest: Mapped[str] = mapped_column(Text, unique=True)
    role: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    till_code: Mapped[str | None] = mapped_column(Text)
    producer_code: Mapped[str | None] = mapped_column(Text)
    only: Mapped[str | None] = mapped_column(Text)
    issued_at: Mapped[Timestamp]
    expires_on: Mapped[date | None]
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=UNCHAINED)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        CheckConstraint(f"role IN ({ROLES})", name="role"),
        CheckConstraint("(role = 'producer') = (producer_code IS NOT NULL)", name="producer_of_role"),
    )


class Attempt(Model):
    """A failed sign-in, PIN or approval; after too many nobody signs in for a while."""

    __tablename__ = "attempt"
    id: Mapped[Serial]
    subject: Mapped[str]
    at: Mapped[Timestamp]
    __table_args__ = (Index("ix_attempt_subject_at", "subject", "at"), Index("ix_attempt_at", "at"), {"info": UNCHAINED})


class AuditLine(Model):
    """Who did what, when. Only grows. `before` and `after` are JSON objects of the fields of a master record that changed."""

    __tablename__ = "audit_line"
    id: Mapped[Serial]
    at: Mapped[Timestamp]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str | None] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (Index("ix_audit_line_action_at", "action", "at"), Index("ix_audit_line_at", "at"))


class AccountChange(Model):
    """A bank account that was put, the outlet's own where it names no producer. Undecided it is in force from a moment on."""

    __tablename__ = "account_change"
    id: Mapped[Serial]
    producer_code: Mapped[str | None] = mapped_column(Text, index=True)
    bank_bin: Mapped[str | None] = mapped_column(Text)
    bank_account: Mapped[str | None] = mapped_column(Text)
    bank_holder: Mapped[str | None] = mapped_column(Text)
    changed_by: Mapped[str]
    changed_at: Mapped[Timestamp]
    in_force_from: Mapped[Timestamp]
    decision: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        choice_check("decision", AccountDecision, "decision"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)", name="decided"
        ),
    )


class IdempotencyKey(Model):
    """An act a client asked for under its own id: the guard against a second one, not the record of the act.

    `key` is the client's id within `scope`. `answer` is the first answer word for word, until it is emptied by age.
    """

    __tablename__ = "idempotency_key"
    scope: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    __table_args__ = (
        Index(
            "ix_idempotency_key_answered",
            "recorded_at",
            sqlite_where=text("answer IS NOT NULL"),
            postgresql_where=text("answer IS NOT NULL"),
        ),
    )


class ChainLink(Model):
    """A document or an audit line in the one chain over everything (`core.chain`). Only grows.

    `content` names the rows the link covers, with their digests; `digest` covers it and the link before. The last link of a
    transaction carries the signature, and the id of the key it was made with.
    """

    __tablename__ = "chain_link"
    n: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    document: Mapped[str]
    at: Mapped[Timestamp]
    content: Mapped[str]
    digest: Mapped[str]
    signature: Mapped[str | None] = mapped_column(Text)
    key_id: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("(signature IS NULL) = (key_id IS NULL)", name="signed"),
        Index("ix_chain_link_document", "document"),
        {"info": UNCHAINED},
    )


class OutboxJob(Model):
    """Work that waits outside the sale: printing, messages, invoices."""

    __tablename__ = "outbox_job"
    id: Mapped[Serial]
    kind: Mapped[str]
    subject: Mapped[str]
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[str]
    attempts: Mapped[int]
    run_after: Mapped[Timestamp]
    created_at: Mapped[Timestamp]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        choice_check("state", JobState, "state"),
        Index(
            "ix_outbox_job_open",
            "run_after",
            sqlite_where=text("state IN ('waiting', 'taken')"),
            postgresql_where=text("state IN ('waiting', 'taken')"),
        ),
        Index(
            "ix_outbox_job_lane",
            "kind",
            "subject",
            "id",
            sqlite_where=text("state IN ('waiting', 'taken')"),
            postgresql_where=text("state IN ('waiting', 'taken')"),
        ),
        Index("ix_outbox_job_subject", "subject", "taken_at"),
        {"info": UNCHAINED},
    )


class Counter(Model):
    """A series of numbers without gaps: taken in the transaction that uses it."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = ({"info": UNCHAINED},)


class SkippedNumber(Model):
    """Numbers of a series that were given out before a restore and stand on no document now. Only grows."""

    __tablename__ = "skipped_number"
    series: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger)
    restore_uid: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("first > 0 AND last >= first", name="range"),)


class VatRate(Model):
    """A VAT class's rate from a day on (NĐ 174/2025: class 8 ends on 31/12/2026)."""

    __tablename__ = "vat_rate"
    vat: Mapped[str] = mapped_column(Text, primary_key=True)
    from_day: Mapped[date] = mapped_column(primary_key=True)
    rate_percent: Mapped[int]
    basis: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("rate_percent BETWEEN 0 AND 100", name="percent"),)


APPEND_ONLY = ("audit_line", "chain_link", "skipped_number")
MUTABLE_COLUMNS = {
    "account_change": ("decision", "decided_by", "decided_at"),
    "offline_code": ("used_at", "used_for", "withdrawn_at"),
}
CLEARABLE_COLUMNS = {"idempotency_key": ("answer",)}
