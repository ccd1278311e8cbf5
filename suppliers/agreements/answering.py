"""How many days a producer has to answer what the outlet asks it, by its agreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from core import clock
from core.db import fetch_all
from suppliers.agreements.models import AgreementConfirmation, AgreementVersion
from suppliers.agreements.requests import ANSWER_DAYS
from suppliers.agreements.standing import VersionTimes, choose_standing


@dataclass(frozen=True, slots=True)
class _Version:
    """What a version says of answers, and when it holds."""

    times: VersionTimes
    starts_on: date
    ends_on: date | None
    answer_days: int


def answer_days(producers: Collection[str], moments: Collection[datetime]) -> dict[tuple[str, datetime], int]:
    """How many days each producer had to answer at each moment, by its agreements in force; the longest of several.

    After the end of all of them the last one holds, and without any the days an agreement has by itself.
    """
    query = (
        select(AgreementVersion.__table__, AgreementConfirmation.confirmed_at)
        .outerjoin(AgreementConfirmation, AgreementConfirmation.version_id == AgreementVersion.id)
        .where(AgreementVersion.producer_code.in_(sorted(producers)))
        .order_by(AgreementVersion.agreement_number, AgreementVersion.version)
    )
    of_producer: dict[str, list[_Version]] = defaultdict(list)
    for r in fetch_all(query):
        times = VersionTimes(r["id"], r["agreement_number"], r["version"], r["recorded_at"], r["from_day"], r["confirmed_at"])
        of_producer[r["producer_code"]].append(_Version(times, r["starts_on"], r["ends_on"], r["answer_days"]))
    return {(producer, at): _answer_days(of_producer[producer], at) for producer in producers for at in moments}


def longest_answer_days(producer: str) -> int:
    """The most days that any version of a producer's agreements gives it to answer."""
    query = select(func.max(AgreementVersion.answer_days).label("days")).where(AgreementVersion.producer_code == producer)
    (longest,) = fetch_all(query)
    return max(longest["days"] or 0, ANSWER_DAYS)


def _answer_days(versions: Sequence[_Version], at: datetime) -> int:
    day = clock.day_of(at)
    standing = set(choose_standing((version.times for version in versions), at).values())
    begun = [version for version in versions if version.times.id in standing and version.starts_on <= day]
    in_force = [version.answer_days for version in begun if version.ends_on is None or version.ends_on >= day]
    if in_force or not begun:
        return max(in_force, default=ANSWER_DAYS)
    return max(begun, key=lambda version: version.ends_on or day).answer_days
