"""Invitations: links that let somebody of a producer in once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp, UtcDateTime


class Invitation(Model):
    """A link that lets somebody of a producer set a PIN, once, until `expires_at`; of its secret only the digest is kept.

    `person_id` is who is meant, where they are known already, else who opened it. `opened_from` is a digest of the browser's
    cookie then, so that a reply that was lost on the way is given once more there.
    """

    __tablename__ = "invitation"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(Text, unique=True)
    producer_code: Mapped[str] = mapped_column(ForeignKey("producer.code"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Text)
    rights: Mapped[str] = mapped_column(Text)
    made_at: Mapped[Timestamp]
    made_by: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[Timestamp]
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_from: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("expires_at > made_at", name="lasts"),
        CheckConstraint("opened_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        CheckConstraint("opened_at IS NULL OR (person_id IS NOT NULL AND opened_from IS NOT NULL)", name="opened_by_somebody"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
    )


MUTABLE_COLUMNS = {"invitation": ("person_id", "opened_at", "opened_from", "withdrawn_at", "withdrawn_by")}
