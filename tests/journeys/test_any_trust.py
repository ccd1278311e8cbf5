"""Any acts between an outlet and its producers leave what an independent model says, to the đồng; and why it is so adds up.

TRUST_ACTS: how many acts.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.db import db
from tests.conftest import BOTH, AppOn, Kind
from tests.journeys.inside import Inside
from tests.journeys.trust.acts import FIRST, World
from tests.reports.sentences import figures, reckoned

ACTS = int(os.environ.get("TRUST_ACTS", "500"))
CHOICES = tuple(
    ("sell",) * 8
    + ("deliver", "refund", "pay") * 3
    + ("offer", "agree_to_offer", "change_agreement", "confirm", "lose", "correct", "close", "settle", "pay_all") * 2
    + ("receive_payment", "receive_payment", "take_payment_back", "take_payout_back", "undo_delivery", "sleep")
)


def check(world: World) -> None:
    """Books, statements and balances of the outlet are those of the model; a line tells why it is what it is."""
    for account in world.accounts:
        book = world.shop.book(account.producer)
        said = sorted((line["day"], line["kind"], line["lot"] or "", line["owed_vnd"]) for line in book)
        assert said == sorted((x.day.isoformat(), x.kind, x.lot, x.owed) for x in account.lines)
        assert not book or book[-1]["balance_vnd"] == account.balance
        for sheet in account.sheets[-2:]:
            statement = world.api.get(f"/api/v1/statements/{sheet.uid}").ok()
            assert statement["paid_on_this_vnd"] == sheet.paid
        explain(world, world.chance.sample(book, min(4, len(book))))


def explain(world: World, lines: Sequence[dict[str, Any]]) -> None:
    """The figures of each why lead to the line's own amount."""
    for line in lines:
        told = world.api.get(f"/api/v1/book-lines/{line['uid']}/why").ok()
        assert told["owed_vnd"] == line["owed_vnd"]
        for sentence in told["steps"]:
            sides = reckoned(sentence)
            assert sides is None or abs(sides[0] - sides[1]) <= 0.5, told
        if line["owed_vnd"]:
            assert abs(line["owed_vnd"]) in {abs(figure) for figure in figures(told["steps"][-1])}, told


def live(app: Flask, acts: int, seed: int) -> None:
    chance = random.Random(seed)
    with app.app_context():
        inside = Inside(app)
        with clock.time_travel(FIRST):
            world = World(inside, chance)
        for n in range(acts):
            with world.later():
                getattr(world, chance.choice(CHOICES))()
            if n % 60 == 59:
                with world.later():
                    check(world)
        with world.later():
            check(world)
            assert inside.gaps() == []
        db.session.remove()


@pytest.mark.parametrize("kind", BOTH)
def test_any_acts_between_outlet_and_producers_leave_what_the_model_says(app_on: AppOn, kind: Kind) -> None:
    live(app_on(kind), ACTS if kind == "sqlite" else ACTS // 2, int(os.environ.get("TRUST_SEED", "11")))
