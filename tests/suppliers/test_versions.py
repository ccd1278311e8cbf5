"""Versions of an agreement: from when each holds, who confirms one, and what a sale is split by meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.people.permits import Role
from suppliers.agreements.standing import VersionTimes, choose_standing
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.schedule import examples

DAY = date(2026, 11, 2)
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def term(rate_bp: int) -> dict[str, Any]:
    return {"basis": "commission", "rate_bp": rate_bp, "discount_bearer": "outlet"}


def body(producer: str, rate_bp: int, **more: Any) -> dict[str, Any]:
    return {"producer": producer, "starts_on": "2020-01-01", "terms": [term(rate_bp)]} | more


def test_a_version_without_a_day_holds_at_once_and_the_one_before_is_past(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        number = shop.agreement(producer, term(1500))
        path = f"/api/v1/agreements/{number}"
        shop.api.put(path, body(producer, 1700, reason="giá điện tăng", holding_days=0, minimum_payout_vnd=0)).ok(200)
        first, second = shop.api.get(f"{path}/versions").ok()["items"]
        assert (first["state"], second["state"]) == ("past", "holds")
        assert (second["reason"], second["changed"], second["from"]) == ("giá điện tăng", ["terms"], None)
        assert second["recorded_by"]
        assert shop.api.get(path).ok()["terms"][0]["rate_bp"] == 1700


def test_a_version_with_a_day_holds_from_it_once_the_producer_has_confirmed_it(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.stocked()
        producer = shop.producer_of(product)
        number = shop.api.get(f"/api/v1/agreements?producer={producer}").ok()["items"][0]["number"]
        path = f"/api/v1/agreements/{number}"
        begins = (DAY + timedelta(days=3)).isoformat()
        made = shop.api.put(path, body(producer, 2000, **{"from": begins})).ok(200)
        assert (made["version"], made["terms"][0]["rate_bp"]) == (2, 2000)
        assert shop.api.get(path).ok()["version"] == 1
        assert shop.api.get(f"{path}/versions").ok()["items"][1]["state"] == "waiting"
        own = inside.as_role(Role.PRODUCER, producer)
        assert "xác nhận" in own.get("/api/v1/messages").ok()["items"][-1]["text"]
        confirm = f"{path}/versions/2/confirm"
        assert inside.as_role(Role.PRODUCER, shop.producer()).post(confirm, {"uid": uid()}).status == 404
        assert shop.api.post(confirm, {"uid": uid()}).json["errors"][0]["field"] == "note"
        said = {"uid": uid()}
        assert own.post(confirm, said).ok(201)["state"] == "to_come"
        assert own.post(confirm, said).ok(200)["state"] == "to_come"
        assert own.post(confirm, {"uid": uid()}).json["code"] == "closed"
        assert shop.sell(shop.line(product))["lines"][0]["owed_vnd"] == 8_500
    with inside.on(DAY + timedelta(days=3)):
        assert shop.sell(shop.line(product))["lines"][0]["owed_vnd"] == 8_000
        assert [v["state"] for v in shop.api.get(f"{path}/versions").ok()["items"]] == ["past", "holds"]


def test_a_version_confirmed_after_its_day_holds_from_its_confirmation(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.stocked()
        producer = shop.producer_of(product)
        number = shop.api.get(f"/api/v1/agreements?producer={producer}").ok()["items"][0]["number"]
        path = f"/api/v1/agreements/{number}"
        shop.api.put(path, body(producer, 2000, **{"from": DAY.isoformat()})).ok(200)
        assert shop.sell(shop.line(product))["lines"][0]["owed_vnd"] == 8_500
    with inside.on(DAY + timedelta(days=1)):
        shop.api.post(f"{path}/versions/2/confirm", {"uid": uid(), "note": "ký giấy ngày 03/11"}).ok(201)
        assert shop.sell(shop.line(product))["lines"][0]["owed_vnd"] == 8_000


def test_the_same_document_again_makes_no_version_and_a_past_day_is_refused(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        path = f"/api/v1/agreements/{shop.code('HD')}"
        begins = (DAY + timedelta(days=5)).isoformat()
        wanted = body(
            producer,
            1500,
            signed_number="01/2026/HĐKG",
            grace_days=3,
            cycle="half_month",
            charges=[{"name": "Phí gian hàng", "per": "cycle", "amount_vnd": 50_000}],
            papers=[{"kind": "food_safety", "without": "warn"}, {"kind": "business", "without": "no_receiving"}],
            visibility="basic",
        )
        made = shop.api.put(path, wanted).ok(201)
        assert {name: made[name] for name in ("signed_number", "grace_days", "cycle", "visibility")} == {
            "signed_number": "01/2026/HĐKG",
            "grace_days": 3,
            "cycle": "half_month",
            "visibility": "basic",
        }
        assert made["charges"] == wanted["charges"]
        assert [paper["kind"] for paper in made["papers"]] == ["business", "food_safety"]
        assert shop.api.put(path, wanted).ok(200)["version"] == 1
        later = wanted | {"grace_days": 5, "from": begins}
        assert shop.api.put(path, later).ok(200)["version"] == 2
        assert shop.api.put(path, later).ok(200)["version"] == 2
        wrong = shop.api.put(path, wanted | {"from": (DAY - timedelta(days=1)).isoformat()})
        assert (wrong.status, wrong.json["errors"][0]["field"]) == (422, "from")
        twice = shop.api.put(path, wanted | {"papers": [wanted["papers"][0]] * 2})
        assert twice.status == 422


def test_goods_may_come_within_the_days_of_grace_after_the_last_day(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer, term(1500), ends_on=DAY.isoformat(), grace_days=2)
    for days, status in ((2, 201), (3, 409)):
        with inside.on(DAY + timedelta(days=days)):
            delivery = {
                "producer": producer,
                "place": shop.place,
                "delivered_on": (DAY + timedelta(days=days)).isoformat(),
                "lines": [{"product": product, "quantity": "1"}],
            }
            assert shop.api.put(f"/api/v1/deliveries/{uid()}", delivery).status == status


versions = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.one_of(st.none(), st.integers(0, 25)),
        st.one_of(st.none(), st.integers(0, 25)),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=versions, at=st.integers(-2, 30))
def test_of_several_versions_that_hold_the_highest_number_counts(
    app: Flask, made: list[tuple[int, int | None, int | None]], at: int
) -> None:
    recorded = sorted(days for days, _from, _confirmed in made)
    moment = BEGIN + timedelta(days=at)
    with app.app_context():
        times = [
            VersionTimes(
                id=n,
                agreement="HD",
                version=n,
                recorded_at=BEGIN + timedelta(days=days),
                from_day=None if begins is None else clock.day_of(BEGIN + timedelta(days=begins)),
                confirmed_at=None if confirmed is None else BEGIN + timedelta(days=max(days, confirmed)),
            )
            for n, (days, (_days, begins, confirmed)) in enumerate(zip(recorded, made, strict=True), 1)
        ]
        held = []
        for version in times:
            if version.from_day is None:
                holds = version.recorded_at <= moment or version.version == 1
            else:
                is_confirmed = version.confirmed_at is not None and version.confirmed_at <= moment
                holds = is_confirmed and version.from_day <= clock.day_of(moment)
            held += [version.id] if holds else []
        assert choose_standing(times, moment) == ({"HD": max(held)} if held else {})
