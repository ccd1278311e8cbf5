"""Plans of the programme by year."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, choice_check
from suppliers.programme.plans.choices import TargetKind


class ProgrammePlan(Model):
    """The plan of a year."""

    __tablename__ = "programme_plan"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str | None] = mapped_column(Text)


class ProgrammeTarget(Model):
    """One figure of a plan; of the whole where `priority_group` is 0 and `commune` is empty. `note` is how the plan words it."""

    __tablename__ = "programme_target"
    year: Mapped[int] = mapped_column(ForeignKey("programme_plan.year"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    priority_group: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    commune: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        choice_check("kind", TargetKind, "kind"),
        CheckConstraint("priority_group BETWEEN 0 AND 3", name="priority_group"),
        CheckConstraint("priority_group = 0 OR commune = ''", name="of_one_part"),
        CheckConstraint("value >= 0", name="value"),
    )


class ProgrammeSalesPoint(Model):
    """A place that a plan names as one that sells goods of the programme in its year."""

    __tablename__ = "programme_sales_point"
    year: Mapped[int] = mapped_column(ForeignKey("programme_plan.year"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
