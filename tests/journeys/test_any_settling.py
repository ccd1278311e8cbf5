"""Any sequence of closing, paying and taking back pays what the formula allows, and no đồng twice.

The model keeps its own lines and claims; nothing it knows comes from the outlet but the answers' uids.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.schedule import examples

FIRST = date(2026, 10, 1)
ACTS = st.lists(st.sampled_from(["owe", "charge", "close", "close", "pay", "pay", "reverse", "night"]), min_size=6, max_size=24)


class Line:
    """A line of the model's book: its day, what it owes, and the statement that claimed it."""

    def __init__(self, day: date, owed_vnd: int) -> None:
        self.day, self.owed_vnd, self.claimed = day, owed_vnd, False


class Sheet:
    """A statement of the model: its figures, and the payouts that count on it."""

    def __init__(self, uid_: str, closing_vnd: int, payouts: dict[str, int]) -> None:
        self.uid, self.closing_vnd, self.payouts = uid_, closing_vnd, payouts
        self.payable_vnd = max(0, closing_vnd)

    @property
    def paid_vnd(self) -> int:
        return min(self.payable_vnd, sum(self.payouts.values()))


class Settling:
    """One producer whose only lines are adjustments, charges and payouts."""

    def __init__(self, inside: Inside, chance: random.Random) -> None:
        self.inside, self.chance, self.day = inside, chance, FIRST
        self.api = inside.api
        self.producer = inside.shop().producer()
        self.lines: list[Line] = []
        self.sheets: list[Sheet] = []
        self.until = FIRST
        self.standing: dict[str, tuple[int, Line]] = {}

    def correct(self, kind: str, sign: int) -> None:
        amount = self.chance.randint(1, 90_000)
        body = {"uid": uid(), "amount_vnd": amount, "memo": "thử"}
        self.api.post(f"/api/v1/producers/{self.producer}/{kind}", body).ok(201)
        self.lines.append(Line(self.day, sign * amount))

    def owe(self) -> None:
        self.correct("adjustments", 1)

    def charge(self) -> None:
        self.correct("charges", -1)

    def night(self) -> None:
        self.day += timedelta(days=1)

    def close(self) -> None:
        until = self.chance.choice([self.until, self.day, self.until + (self.day - self.until) / 2])
        body = {"producer": self.producer, "until": until.isoformat()}
        answer = self.api.put(f"/api/v1/statements/{uid()}", body)
        claimed = [line for line in self.lines if not line.claimed and line.day <= until]
        if not claimed:
            assert answer.code == "nothing_to_claim"
            return
        made = answer.ok(201)
        closing_vnd = (self.sheets[-1].closing_vnd if self.sheets else 0) + sum(line.owed_vnd for line in claimed)
        for line in claimed:
            line.claimed = True
        counted = {p: amount for p, (amount, line) in self.standing.items() if not line.claimed}
        self.sheets.append(Sheet(made["uid"], closing_vnd, counted))
        self.until = until
        assert (made["money"]["closing_vnd"], made["money"]["payable_vnd"]) == (closing_vnd, max(0, closing_vnd))

    def pay(self) -> None:
        if not self.sheets:
            return
        sheet = self.chance.choice([*self.sheets[-2:], self.sheets[-1]])
        left_vnd = sheet.payable_vnd - sheet.paid_vnd
        amount = self.chance.choice([left_vnd, left_vnd + 1, left_vnd // 2, 1]) or 1
        payout, body = uid(), {"producer": self.producer, "statement": sheet.uid, "amount_vnd": amount, "method": "bank"}
        answer = self.api.put(f"/api/v1/payouts/{payout}", body)
        if sheet is not self.sheets[-1]:
            assert answer.code == "superseded"
        elif amount > left_vnd:
            assert answer.code == "over_payable"
        else:
            answer.ok(201)
            line = Line(self.day, -amount)
            self.lines.append(line)
            self.standing[payout] = (amount, line)
            sheet.payouts[payout] = amount

    def reverse(self) -> None:
        if not self.standing:
            return
        payout = self.chance.choice(list(self.standing))
        amount, _ = self.standing.pop(payout)
        self.api.post(f"/api/v1/payouts/{payout}/reverse", {"uid": uid(), "reason": "nhầm"}).ok(201)
        self.lines.append(Line(self.day, amount))
        for sheet in self.sheets:
            sheet.payouts.pop(payout, None)

    def agree(self) -> None:
        """What the outlet shows is what the model has; every statement's figures are still those it was issued with."""
        for sheet in self.sheets:
            statement: Any = self.api.get(f"/api/v1/statements/{sheet.uid}").ok()
            amounts = (statement["money"]["closing_vnd"], statement["money"]["payable_vnd"], statement["paid_on_this_vnd"])
            assert amounts == (sheet.closing_vnd, sheet.payable_vnd, sheet.paid_vnd)
            assert (statement["state"] == "paid") == (0 < sheet.payable_vnd == sheet.paid_vnd)
        assert sum(line["owed_vnd"] for line in self.api.all(f"/api/v1/producers/{self.producer}/book")) == sum(
            line.owed_vnd for line in self.lines
        )
        assert self.inside.gaps() == []

    def settle_everything(self) -> None:
        """One last statement claims the rest and is paid to its payable; the outlet then owes the producer nothing."""
        self.night()
        with self.inside.on(self.day):
            self.owe()
            body = {"producer": self.producer, "until": self.day.isoformat()}
            made = self.api.put(f"/api/v1/statements/{uid()}", body).ok(201)
            payable_vnd = made["money"]["payable_vnd"]
            if payable_vnd:
                paid = {"producer": self.producer, "statement": made["uid"], "amount_vnd": payable_vnd, "method": "bank"}
                self.api.put(f"/api/v1/payouts/{uid()}", paid).ok(201)
        assert payable_vnd == max(0, sum(line.owed_vnd for line in self.lines))


@settings(max_examples=examples(6), suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(acts=ACTS, seed=st.integers(0, 2**32))
def test_closing_paying_and_taking_back_in_any_order(inside: Inside, acts: list[str], seed: int) -> None:
    with inside.on(FIRST):
        model = Settling(inside, random.Random(seed))
    for act in acts:
        with inside.on(model.day):
            getattr(model, act)()
    model.agree()
    model.settle_everything()
