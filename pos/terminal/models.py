"""How a till sounds for a person, and which device sells at a till."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, Model, Timestamp, choice_check
from pos.terminal.choices import Sound


class TillLook(Model):
    """How every till sounds for a person; how it looks is that of all their pages."""

    __tablename__ = "till_look"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sound: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("sound", Sound, "sound"),
        {"info": UNCHAINED},
    )


class TillDevice(Model):
    """The device that sells at a till: what it calls itself, what it is called for people, who took it there, and when the
    server heard it last.
    """

    __tablename__ = "till_device"
    till_code: Mapped[str] = mapped_column(ForeignKey("till.code"), primary_key=True)
    device: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    username: Mapped[str] = mapped_column(Text)
    since: Mapped[Timestamp]
    seen_at: Mapped[Timestamp]
    __table_args__ = ({"info": UNCHAINED},)
