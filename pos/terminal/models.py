"""How a till looks and sounds for a person, and which device sells at a till."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import UNCHAINED, Model, Timestamp, choice_check
from pos.terminal.choices import Sound, Theme, TypeSize


class TillLook(Model):
    """How every till looks and sounds for a person."""

    __tablename__ = "till_look"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    theme: Mapped[str] = mapped_column(Text)
    type_size: Mapped[str] = mapped_column(Text)
    sound: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("theme", Theme, "theme"),
        choice_check("type_size", TypeSize, "type_size"),
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
