"""Points and stars by the rules of their day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suppliers.certificates import spans
from suppliers.programme.councils.points import Tenths, format_points, parse_points
from suppliers.programme.councils.star_rules import RULES, StarRules, rules_on
from tests.schedule import examples

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "stars.json").read_text())
ANY_RULES = st.sampled_from(RULES)
POINTS = st.integers(0, 1000).map(Tenths)
EDGES = (300, 500, 700, 900)


def rules_of(day: str) -> StarRules:
    rules = rules_on(date.fromisoformat(day))
    assert rules is not None
    return rules


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: f"{case['on']} {case['points']}")
def test_points_are_the_stars_of_the_rules_of_their_day(case: dict[str, Any]) -> None:
    band = rules_of(case["on"]).band_of(parse_points(case["points"]))
    assert (band.stars, band.decided_by) == (case["stars"], case["decided_by"])


def test_each_part_has_the_most_that_the_rules_of_its_day_allow() -> None:
    for most in VECTORS["most"]:
        assert {name: format_points(points) for name, points in rules_of(most["on"]).most.items()} == {
            name: most[name] for name in "abc"
        }


def test_before_the_first_decision_there_are_no_rules() -> None:
    for day in VECTORS["without_rules"]:
        assert rules_on(date.fromisoformat(day)) is None


def test_a_paper_without_a_last_day_of_its_own_is_valid_for_thirty_six_months() -> None:
    for issued in VECTORS["valid_until"]:
        day = date.fromisoformat(issued["issued_on"])
        assert spans.last_day(day) == date.fromisoformat(issued["valid_until"])


@settings(max_examples=examples(100))
@given(rules=ANY_RULES, fewer=POINTS, more=POINTS)
def test_more_points_are_never_fewer_stars(rules: StarRules, fewer: Tenths, more: Tenths) -> None:
    low, high = sorted((fewer, more))
    assert 1 <= rules.band_of(low).stars <= rules.band_of(high).stars <= 5


@settings(max_examples=examples(60))
@given(rules=ANY_RULES, edge=st.sampled_from(EDGES))
def test_a_band_begins_at_its_edge_and_the_tenth_below_is_the_band_below(rules: StarRules, edge: int) -> None:
    assert rules.band_of(edge).stars == rules.band_of(edge - 1).stars + 1


@settings(max_examples=examples(60))
@given(rules=ANY_RULES, points=POINTS)
def test_three_stars_and_more_are_somebodys_to_decide_and_fewer_nobodys(rules: StarRules, points: Tenths) -> None:
    band = rules.band_of(points)
    assert (band.decided_by is None) == (band.stars < 3)


@settings(max_examples=examples(60))
@given(points=st.integers(0, 9999))
def test_points_are_read_as_they_are_written(points: int) -> None:
    assert parse_points(format_points(points)) == points


@settings(max_examples=examples(60))
@given(day=st.dates(date(2019, 8, 21), date(2040, 1, 1)))
def test_the_rules_of_a_day_are_the_last_ones_that_began(day: date) -> None:
    rules = rules_on(day)
    assert rules is not None and rules.from_day <= day
    assert not [other for other in RULES if rules.from_day < other.from_day <= day]


def test_parts_add_up_to_a_hundred_and_rules_stand_in_their_order() -> None:
    for rules in RULES:
        assert sum(rules.most.values()) == 1000
        assert rules.source
        with pytest.raises(ValueError, match="points"):
            rules.band_of(1001)
    assert all(earlier.from_day < later.from_day for earlier, later in pairwise(RULES))
    assert rules_on(RULES[0].from_day - timedelta(days=1)) is None


@pytest.mark.parametrize("text", ["", "31.55", "31,5", "-1", " 1", "1000", "1.", "٣", "1e1"])
def test_what_is_no_points_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="points"):
        parse_points(text)
