"""Count sessions: what is counted, what each person counted of it, and what producers say of a posted count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, UtcDateTime, choice_check
from core.quantity import Milli
from inventory.choices import CountReplyKind, CountSessionState


class CountSession(Model):
    """A count that several people make together; it ends by the count it posts, or without one. Moves nothing itself."""

    __tablename__ = "count_session"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    producer_code: Mapped[str | None] = mapped_column(ForeignKey("producer.code"))
    blind: Mapped[bool]
    opened_at: Mapped[Timestamp]
    opened_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(Text)
    document_kind: Mapped[str] = mapped_column(Text, server_default="count")
    count_uid: Mapped[str | None] = mapped_column(Text, unique=True)
    __table_args__ = (
        choice_check("state", CountSessionState, "state"),
        CheckConstraint(
            "(state = 'open') = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"
        ),
        CheckConstraint("(state = 'closed') = (count_uid IS NOT NULL)", name="closed_by_a_count"),
        CheckConstraint("document_kind = 'count'", name="of_a_count"),
        ForeignKeyConstraint(["document_kind", "count_uid"], ["goods_document.kind", "goods_document.uid"]),
        Index("ix_count_session_opened_at", "opened_at", "uid"),
    )


class CountSessionProduct(Model):
    """A product that a session is narrowed to. Only grows."""

    __tablename__ = "count_session_product"
    session_uid: Mapped[str] = mapped_column(ForeignKey("count_session.uid"), primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), primary_key=True)
    position: Mapped[int]


class CountEntry(Model):
    """What somebody counted of a lot, and when; of a lot's entries the latest `counted_at` holds. Only grows."""

    __tablename__ = "count_entry"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text, unique=True)
    session_uid: Mapped[str] = mapped_column(ForeignKey("count_session.uid"), index=True)
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"))
    counted: Mapped[Milli]
    counted_at: Mapped[Timestamp]
    by_scan: Mapped[bool]
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("counted >= 0", name="not_negative"),)


class CountReply(Model):
    """What a producer says of its lot in a posted count, or the answer to it; of a lot's replies the last one holds. Only grows.

    `uid` is that of the act, which may speak of several lots. A manager who speaks for a producer says in `note` how it did.
    """

    __tablename__ = "count_reply"
    id: Mapped[Serial]
    uid: Mapped[str] = mapped_column(Text)
    document_kind: Mapped[str] = mapped_column(Text, server_default="count")
    count_uid: Mapped[str] = mapped_column(Text)
    lot: Mapped[str] = mapped_column(ForeignKey("lot.code"))
    kind: Mapped[str] = mapped_column(Text)
    message: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    written_at: Mapped[Timestamp]
    written_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        UniqueConstraint("kind", "uid", "lot"),
        choice_check("kind", CountReplyKind, "kind"),
        CheckConstraint("document_kind = 'count'", name="of_a_count"),
        CheckConstraint("kind = 'agreed' OR message IS NOT NULL", name="says_something"),
        CheckConstraint("kind <> 'answered' OR note IS NULL", name="answered_by_the_outlet"),
        ForeignKeyConstraint(["document_kind", "count_uid"], ["goods_document.kind", "goods_document.uid"]),
        Index("ix_count_reply_count_uid", "count_uid"),
    )


APPEND_ONLY = ("count_session_product", "count_entry", "count_reply")
MUTABLE_COLUMNS = {"count_session": ("state", "ended_at", "ended_by", "count_uid")}
