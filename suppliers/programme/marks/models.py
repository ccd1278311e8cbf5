"""Rules of marks in versions, and the uses of marks; both only grow."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Serial, Timestamp, choice_check
from suppliers.programme.marks.choices import MarkPlace


class MarkRule(Model):
    """What holds of a mark from the moment a version is recorded: the newest counts. Both days are included."""

    __tablename__ = "mark_rule"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    on_label: Mapped[bool]
    on_page: Mapped[bool]
    on_paper: Mapped[bool]
    from_day: Mapped[date]
    to_day: Mapped[date]
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("to_day >= from_day", name="days"),
        CheckConstraint("on_label OR on_page OR on_paper", name="places"),
    )


class MarkFile(Model):
    """A file of the brand set, in its place; the first picture is the one that is shown."""

    __tablename__ = "mark_file"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    file_uid: Mapped[str] = mapped_column(ForeignKey("stored_file.uid"), index=True)
    __table_args__ = (ForeignKeyConstraint(["code", "version"], ["mark_rule.code", "mark_rule.version"]),)


class MarkTarget(Model):
    """A producer all of whose goods may bear the mark, or a product that may."""

    __tablename__ = "mark_target"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    producer_code: Mapped[str | None] = mapped_column(ForeignKey("producer.code"))
    product_code: Mapped[str | None] = mapped_column(ForeignKey("product.code"))
    __table_args__ = (
        ForeignKeyConstraint(["code", "version"], ["mark_rule.code", "mark_rule.version"]),
        CheckConstraint("(producer_code IS NULL) <> (product_code IS NULL)", name="of_one"),
    )


class MarkUse(Model):
    """That a product bore a mark on a day: on the labels of a run (`document`), or on pages, which name no document."""

    __tablename__ = "mark_use"
    id: Mapped[Serial]
    code: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    place: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    used_on: Mapped[date]
    used_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(["code", "version"], ["mark_rule.code", "mark_rule.version"]),
        choice_check("place", MarkPlace, "place"),
        Index("uq_mark_use_once", "code", "product_code", "place", "document", "used_on", unique=True),
    )


APPEND_ONLY = ("mark_rule", "mark_file", "mark_target", "mark_use")
