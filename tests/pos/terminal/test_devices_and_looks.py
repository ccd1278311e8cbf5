"""One device sells at a till, and a person's screen looks the same at any of them."""

from __future__ import annotations

from tests.journeys.inside import Inside
from tests.outlet import Shop, uid


def put(shop: Shop, device: str, **more: object) -> object:
    return shop.api.put(f"/api/v1/tills/{shop.till}/device", {"device": device, **more})


def test_a_second_device_takes_a_till_over_knowingly(inside: Inside) -> None:
    shop = inside.shop()
    first, second = uid(), uid()
    assert put(shop, first).ok()["device"] == first
    refused = put(shop, second)
    assert (refused.status, refused.code) == (409, "till_in_use")
    assert put(shop, first).ok()["device"] == first
    assert put(shop, second, take=True).ok()["device"] == second
    assert put(shop, first).code == "till_in_use"
    assert shop.api.get(f"/api/v1/tills/{shop.till}/device").ok()["device"] == second


def test_a_till_without_an_open_shift_is_anybodys(inside: Inside) -> None:
    shop = inside.shop()
    first, second = uid(), uid()
    put(shop, first).ok()
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
    assert put(shop, second).ok()["device"] == second


def test_what_a_device_has_sold_is_recorded_whoever_holds_the_till_since(inside: Inside) -> None:
    shop = inside.shop()
    put(shop, uid()).ok()
    body = shop.sale(shop.line(shop.stocked()), offline=True)
    put(shop, uid(), take=True).ok()
    assert shop.api.put(f"/api/v1/sales/{uid()}", body).status == 201
    assert inside.gaps() == []


def test_a_look_is_kept_for_a_person(inside: Inside) -> None:
    shop = inside.shop()
    assert shop.api.get("/api/v1/me/till-look").ok() == {"theme": "auto", "type_size": "normal", "sound": "loud"}
    chosen = {"theme": "dark", "type_size": "large", "sound": "off"}
    assert shop.api.put("/api/v1/me/till-look", chosen).status == 201
    assert shop.api.put("/api/v1/me/till-look", chosen | {"sound": "soft"}).status == 200
    assert shop.api.get("/api/v1/me/till-look").ok() == chosen | {"sound": "soft"}
    wrong = shop.api.put("/api/v1/me/till-look", chosen | {"theme": "pink"})
    assert wrong.status == 422 and wrong.json["errors"][0]["field"] == "theme"
