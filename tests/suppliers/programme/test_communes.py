"""The units of Quế Võ since 2019: what stood on a day, what became of it, and that a code alone says nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from core.clock import time_travel
from suppliers.programme.communes.choices import UnitLevel
from suppliers.programme.communes.history import commune_today, successor_on, unit_on, units_on
from suppliers.programme.communes.units import RECORDED_FROM, SUCCESSORS, UNITS
from tests.journeys.inside import Inside

TODAY = date(2026, 11, 30)
MADE_OF_2025 = {
    ("09247", "Quế Võ"): ("Phố Mới", "Bằng An", "Việt Hùng", "Quế Tân"),
    ("09265", "Phương Liễu"): ("Phượng Mao", "Phương Liễu"),
    ("09253", "Nhân Hòa"): ("Đại Xuân", "Nhân Hòa", "Việt Thống"),
    ("09301", "Đào Viên"): ("Phù Lương", "Ngọc Xá", "Đào Viên"),
    ("09295", "Bồng Lai"): ("Cách Bi", "Bồng Lai", "Mộ Đạo"),
    ("09313", "Chi Lăng"): ("Yên Giả", "Chi Lăng"),
    ("09292", "Phù Lãng"): ("Châu Phong", "Đức Long", "Phù Lãng"),
}
MEMBERS = [(code, name, old) for (code, name), members in MADE_OF_2025.items() for old in members]


def levels(day: date) -> dict[UnitLevel, int]:
    stood = [unit.level for unit in units_on(day)]
    return {level: stood.count(level) for level in UnitLevel if level in stood}


@pytest.mark.parametrize(
    ("day", "parent", "counts"),
    [
        (date(2019, 7, 31), "huyện Quế Võ", {UnitLevel.TOWN: 1, UnitLevel.COMMUNE: 20}),
        (date(2023, 4, 9), "huyện Quế Võ", {UnitLevel.TOWN: 1, UnitLevel.COMMUNE: 20}),
        (date(2023, 4, 10), "thị xã Quế Võ", {UnitLevel.WARD: 11, UnitLevel.COMMUNE: 10}),
        (date(2024, 12, 1), "thị xã Quế Võ", {UnitLevel.WARD: 11, UnitLevel.COMMUNE: 9}),
        (date(2025, 6, 30), "thị xã Quế Võ", {UnitLevel.WARD: 11, UnitLevel.COMMUNE: 9}),
        (date(2025, 7, 1), "tỉnh Bắc Ninh", {UnitLevel.WARD: 5, UnitLevel.COMMUNE: 2}),
    ],
)
def test_each_reform_leaves_as_many_wards_and_communes_as_its_resolution_says(
    day: date, parent: str, counts: dict[UnitLevel, int]
) -> None:
    assert levels(day) == {level: counts[level] for level in UnitLevel if level in counts}
    assert {unit.parent for unit in units_on(day)} == {parent}


@pytest.mark.parametrize(("code", "name", "old"), MEMBERS)
def test_a_unit_of_2019_lies_today_in_the_unit_that_the_resolution_of_2025_names(code: str, name: str, old: str) -> None:
    before = unit_on(old, date(2019, 7, 31))
    assert before is not None
    today = successor_on(before, TODAY)
    assert today is not None
    assert (today.code, today.name) == (code, name)


def test_han_quang_joined_viet_hung_before_both_became_part_of_que_vo() -> None:
    before = unit_on("Hán Quảng", date(2024, 11, 30))
    assert before is not None
    assert unit_on("Hán Quảng", date(2024, 12, 1)) is None
    names = [unit.name for day in (date(2024, 12, 1), TODAY) if (unit := successor_on(before, day))]
    assert names == ["Việt Hùng", "Quế Võ"]


def test_a_code_that_serves_another_unit_later_leads_nowhere() -> None:
    in_2019 = {unit.code: unit for unit in units_on(date(2019, 7, 31))}
    today = {unit.code: unit for unit in units_on(TODAY)}
    assert (in_2019["09253"].name, today["09253"].name) == ("Đại Xuân", "Nhân Hòa")
    assert (in_2019["09292"].name, today["09292"].name) == ("Châu Phong", "Phù Lãng")
    pottery, hamlet = unit_on("Phù Lãng", date(2019, 7, 31)), in_2019["09277"]
    assert pottery is hamlet
    assert successor_on(hamlet, TODAY) is today["09292"]


@given(st.dates(RECORDED_FROM, date(2030, 1, 1)), st.dates(RECORDED_FROM, date(2030, 1, 1)))
def test_the_land_of_every_unit_lies_in_exactly_one_unit_of_each_later_day(first: date, second: date) -> None:
    earlier, later = sorted((first, second))
    stood = units_on(later)
    assert {successor_on(unit, later) for unit in units_on(earlier)} == set(stood)


def test_every_unit_that_ended_has_a_successor_that_stood_the_next_day() -> None:
    for unit in UNITS:
        assert (unit in SUCCESSORS) == (unit.valid_to is not None)
        if unit.valid_to is not None:
            assert SUCCESSORS[unit] in units_on(unit.valid_to + timedelta(days=1))


def test_a_name_is_told_with_where_it_lies_today_unless_it_still_stands(app: Flask) -> None:
    with app.test_request_context(), time_travel(datetime(2026, 11, 30, tzinfo=UTC)):
        assert commune_today("Việt Hùng") == "Việt Hùng, nay thuộc phường Quế Võ"
        assert commune_today("xã Hán Quảng") == "xã Hán Quảng, nay thuộc phường Quế Võ"
        assert commune_today("Phù Lãng") == "Phù Lãng"
        assert commune_today("Nhân Hoà") == "Nhân Hoà"
        assert commune_today("Thuận Thành") == "Thuận Thành"


def test_the_units_of_a_day_are_read_with_what_became_of_them(inside: Inside) -> None:
    path = "/api/v1/programme/communes"
    then = inside.api.get(path, on="2019-07-31").ok()["items"]
    assert [unit["code"] for unit in then] == sorted(unit["code"] for unit in then)
    dai_xuan = next(unit for unit in then if unit["name"] == "Đại Xuân")
    assert (dai_xuan["full_name"], dai_xuan["valid_to"]) == ("xã Đại Xuân", "2023-04-09")
    assert [unit["name"] for unit in dai_xuan["successors"]] == ["Đại Xuân"]
    assert (dai_xuan["today"]["name"], dai_xuan["today"]["code"]) == ("Nhân Hòa", "09253")
    today = inside.api.get(path).ok()["items"]
    names = [unit["name"] for unit in today]
    assert names == [
        "Quế Võ",
        "Nhân Hòa",
        "Phương Liễu",
        "Phù Lãng",
        "Bồng Lai",
        "Đào Viên",
        "Chi Lăng",
    ]
    assert [unit["name"] for unit in today[1]["made_of"]] == ["Đại Xuân", "Nhân Hòa", "Việt Thống"]
    assert inside.api.get(path, on="2018-12-31").ok()["items"] == []
    page = inside.api.get(path, limit=3).ok()
    assert len(page["items"]) == 3
    assert inside.api.get(path, after=page["next"]).ok()["items"] == today[3:]
