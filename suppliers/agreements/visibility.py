"""How much of its account a producer sees: the widest of what its agreements in force say.

Under `basic` the lines of its book and previews are not shown, under `balance` stock, movements and reports of sales neither.
Statements with their lines, payments and the balance always are. Source: contract of the outlet, section 14 (`visibility`).
"""

from __future__ import annotations

from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.errors import Forbidden
from core.i18n import N_
from core.people.actor import Actor
from suppliers.agreements.models import AgreementVersion
from suppliers.agreements.standing import standing_versions
from suppliers.choices import Visibility

WIDEST_FIRST = tuple(Visibility)


def visibility_of(producer: str) -> Visibility:
    """What a producer sees by its agreements in force today, after their end by all it had; everything without any."""
    today = clock.today()
    standing = standing_versions(producers=[producer])
    v = AgreementVersion.__table__.c
    versions = fetch_all(select(v.starts_on, v.ends_on, v.visibility).where(v.id.in_(sorted(standing.values()))))
    in_force = [r for r in versions if r["starts_on"] <= today and (r["ends_on"] is None or r["ends_on"] >= today)]
    agreed = {Visibility(r["visibility"]) for r in in_force or versions}
    return next((visibility for visibility in WIDEST_FIRST if visibility in agreed), Visibility.DETAILED)


def may_see(producer: str | None, least: Visibility) -> bool:
    """Whether a producer sees what asks for `least`; those of the outlet (None) see all."""
    return producer is None or WIDEST_FIRST.index(visibility_of(producer)) <= WIDEST_FIRST.index(least)


def require(actor: Actor, least: Visibility) -> None:
    """Raises Forbidden for a producer that sees less than `least`."""
    if not may_see(actor.producer, least):
        raise Forbidden("not_agreed", N_("Theo hợp đồng, HTX xem số dư, bảng thanh toán và các lần trả tiền; phần này không mở."))
