"""What an agreement says in words is what the rules do with money; what changed names every field that did."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.money import Bp, Vnd, half_up
from core.quantity import Milli
from suppliers.agreements import clauses, example
from suppliers.agreements.changes import changes
from suppliers.agreements.example import ExampleGoods
from suppliers.agreements.results import AgreementResult, ChargeResult, PaperRuleResult
from suppliers.agreements.rules import rule_of, rules_of
from suppliers.allowances.results import AllowanceResult
from suppliers.choices import (
    AllowancePeriod,
    Bearer,
    ChargePer,
    Cycle,
    LossCause,
    PaperKind,
    Visibility,
    WithoutPaper,
)
from suppliers.papers import examples

GOODS = ExampleGoods(None, "hàng", "", None, 100_000, None)
ONE = Milli(1000)


def says() -> AgreementResult:
    """The example's agreement."""
    return examples.agreement().says


def figures(sentence: str) -> list[int]:
    """The amounts in a sentence, in its order."""
    return [int(text.replace(".", "")) for text in re.findall(r"([\d.]+)\u00a0₫", sentence)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rate_bp=st.integers(0, 10_000))
def test_who_bears_a_shared_discount_is_told_as_it_is_reckoned(app: Flask, rate_bp: int) -> None:
    term = replace(says().terms[0], rate_bp=Bp(rate_bp), discount_bearer=Bearer.SHARED)
    off, producer, outlet = figures(clauses.discount(term))
    shown = example.sale(rule_of(term, 1, "HD", date(2026, 1, 1)), GOODS, ONE, 1_000)
    assert (off, producer, outlet) == (10_000, shown.producer_bears_vnd, shown.outlet_bears_vnd)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rate_bp=st.integers(0, 10_000), bearer=st.sampled_from(list(Bearer)), discount_bp=st.integers(0, 10_000))
def test_the_example_divides_what_the_customer_pays(app: Flask, rate_bp: int, bearer: Bearer, discount_bp: int) -> None:
    term = replace(says().terms[0], rate_bp=Bp(rate_bp), discount_bearer=bearer)
    rule = rule_of(term, 1, "HD", date(2026, 1, 1))
    shown = example.sale(rule, GOODS, ONE, discount_bp)
    assert shown.split.net_vnd == shown.split.owed_vnd + shown.split.kept_vnd == 100_000 - 10 * discount_bp
    full = example.sale(rule, GOODS, ONE, 0).split.owed_vnd
    assert figures(clauses.share(term, {}, {}))[1] == full
    lost = example.losses(rule, GOODS)
    assert lost[LossCause.THEFT] == full and lost[LossCause.EXPIRY] == 0 and lost[LossCause.DAMAGE] == half_up(full, 2)


def test_goods_go_by_the_closest_term(app: Flask) -> None:
    rules = rules_of(says())
    assert example.term_for(rules, replace(GOODS, product_set=7)) == rules[1]
    assert example.term_for(rules, GOODS) == rules[0]
    assert example.term_for(rules[1:], GOODS) is None


OTHERWISE: dict[str, Any] = {
    "starts_on": date(2026, 9, 21),
    "ends_on": None,
    "terms": [replace(says().terms[0], rate_bp=Bp(1_700))],
    "holding_days": 4,
    "minimum_payout_vnd": Vnd(0),
    "answer_days": 8,
    "allowances": {LossCause.SAMPLING: AllowanceResult(AllowancePeriod.YEAR, Vnd(200_000))},
    "on_expiry": None,
    "signed_number": None,
    "grace_days": 0,
    "cycle": Cycle.WEEK,
    "charges": [ChargeResult("Phí gian hàng", ChargePer.DELIVERY, Vnd(50_000))],
    "papers": [PaperRuleResult(PaperKind.FOOD_SAFETY, WithoutPaper.WARN)],
    "visibility": Visibility.BASIC,
}


def test_every_field_that_differs_is_named_with_both_sides(app: Flask) -> None:
    whole = {field.name for field in fields(AgreementResult)} - {"number", "producer", "version"}
    assert OTHERWISE.keys() == whole
    for name, value in OTHERWISE.items():
        found = changes(says(), replace(says(), **{name: value}), examples.NAMES)
        assert found, name
        assert all(change.before != change.after and change.before and change.after for change in found), name
    assert changes(says(), says(), examples.NAMES) == []
    told = changes(says(), replace(says(), terms=OTHERWISE["terms"]), examples.NAMES)
    assert [(change.about, change.before, change.after) for change in told] == [
        ("Hàng bất kỳ: điểm bán giữ", "15\u00a0%", "17\u00a0%"),
        ("Bộ 7: chế biến từ rau, củ, quả, hạt", "điểm bán giữ 18\u00a0%", "bỏ điều khoản riêng"),
    ]
