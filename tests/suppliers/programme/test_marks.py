"""Marks of the brand set: when goods may bear one, how it stands on labels and pages, and that each use is written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from suppliers.programme.marks.choices import MarkPlace
from suppliers.programme.marks.rules import may_show
from tests.core.files import pictures
from tests.journeys.inside import Inside
from tests.outlet import Shop, uid
from tests.schedule import examples

DAY = date(2026, 11, 20)


def picture(shop: Shop) -> str:
    shop.api.call("PUT", f"/api/v1/files/{(name := uid())}", raw=pictures.jpeg()).ok(201)
    return name


def rule(shop: Shop, **more: Any) -> dict[str, Any]:
    days = {"from": "2026-11-01", "to": "2026-12-31"}
    return {"name": "OCOP Quế Võ", "files": [picture(shop)], "where": ["label", "page"], **days, **more}


def starred(shop: Shop, producer: str, until: str = "2027-06-30") -> str:
    product = shop.product(producer)
    body = {"kind": "ocop", "product": product, "number": "1", "issuer": "UBND", "issued_on": "2026-01-01", "stars": 4}
    shop.api.put(f"/api/v1/papers/{uid()}", body | {"valid_until": until}).ok(201)
    return product


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    first=st.integers(-5, 5),
    length=st.integers(0, 6),
    stars=st.integers(-5, 8),
    day=st.integers(-8, 12),
    where=st.sets(st.sampled_from(list(MarkPlace)), min_size=1),
    by=st.sampled_from(["product", "producer", "other"]),
)
def test_a_mark_shows_within_its_days_at_its_places_on_what_it_names_while_that_has_stars(
    inside: Inside, first: int, length: int, stars: int, day: int, where: set[MarkPlace], by: str
) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = starred(shop, producer := shop.producer(), (DAY + timedelta(days=stars)).isoformat())
        named = {"product": {"products": [product]}, "producer": {"producers": [producer]}}
        of = named.get(by) or {"products": [shop.product(producer)]}
        days = {"from": (DAY + timedelta(days=first)).isoformat(), "to": (DAY + timedelta(days=first + length)).isoformat()}
        code = f"NH-{uid()[-10:].upper()}"
        shop.api.put(f"/api/v1/mark-rules/{code}", rule(shop, where=sorted(where), **of, **days)).ok(201)
        allowed = by != "other" and first <= day <= first + length and day <= stars
        with inside.app.app_context():
            for place in MarkPlace:
                shown = may_show(code, product, place, DAY + timedelta(days=day))
                assert shown == (allowed and place in where), place


def test_a_change_is_a_new_version_and_the_old_files_stay_with_theirs(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        path, body = "/api/v1/mark-rules/NH1", rule(shop, producers=[shop.producer()])
        made = shop.api.put(path, body).ok(201)
        assert made["version"] == 1
        assert shop.api.put(path, body).ok(200)["version"] == 1, "the same again is no new version"
        assert shop.api.put(path, made).ok(200)["version"] == 1, "what GET shows changes nothing"
        newer = body | {"files": [picture(shop)]}
        assert shop.api.put(path, newer).ok(200)["version"] == 2
        versions = shop.api.get(f"{path}/versions").ok()["items"]
        assert [(v["version"], v["files"]) for v in versions] == [(2, newer["files"]), (1, body["files"])]
        assert [r["version"] for r in shop.api.get("/api/v1/mark-rules").ok()["items"]] == [2]


def test_a_wrong_rule_names_its_field(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        body = rule(shop, producers=[shop.producer()])
        shop.api.call("PUT", f"/api/v1/files/{(paper := uid())}", raw=pictures.pdf()).ok(201)
        for change, field in (
            ({"files": []}, "files"), ({"files": [uid()]}, "files.0"), ({"files": [paper]}, "files"), ({"where": []}, "where"),
            ({"where": ["wall"]}, "where.0"), ({"producers": ["X"]}, "producers.0"), ({"producers": []}, "body"),
            ({"products": ["X"]}, "body"), ({"to": "2026-10-31"}, "body"), ({"from": "soon"}, "from"),
        ):  # fmt: skip
            refused = shop.api.put("/api/v1/mark-rules/NH1", body | change)
            assert (refused.status, refused.json["errors"][0]["field"]) == (422, field), change
        officer = inside.as_role(Role.OFFICER)
        assert officer.put("/api/v1/mark-rules/NH1", body).status == 403
        shop.api.put("/api/v1/mark-rules/NH1", body).ok(201)
        assert officer.get("/api/v1/mark-rules/NH1").ok()["name"] == "OCOP Quế Võ"
        assert officer.get(f"/api/v1/files/{body['files'][0]}").status == 200
        assert inside.as_role(Role.STOREKEEPER).get("/api/v1/mark-rules/NH1").status == 403


def uses_of(shop: Shop) -> list[tuple[str, str, str | None, str]]:
    found = shop.api.get("/api/v1/mark-rules/NH1/uses").ok()["items"]
    return [(use["product"], use["where"], use["document"], use["on"]) for use in found]


def test_pages_show_the_mark_until_the_stars_end_and_count_once_a_day(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = starred(shop, producer := shop.producer(), DAY.isoformat())
        bare = shop.product(producer)
        body = rule(shop, producers=[producer], where=["page"])
        shop.api.put("/api/v1/mark-rules/NH1", body).ok(201)
        picture_at = f"/pictures/{body['files'][0]}/480"
        for _visit in range(3):
            assert picture_at in shop.api.get(f"/p/{product}").body.decode()
        assert picture_at not in shop.api.get(f"/p/{bare}").body.decode(), "no stars, no mark"
        assert shop.api.get(picture_at).status == 200
        assert uses_of(shop) == [(product, "page", None, DAY.isoformat())]
    with inside.on(DAY + timedelta(days=1)):
        assert picture_at not in shop.api.get(f"/p/{product}").body.decode()
        assert len(uses_of(shop)) == 1


def test_labels_with_room_bear_the_mark_and_their_run_is_written_down(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.stocked(10_000, "20")
        body = {"kind": "ocop", "product": product, "number": "1", "issuer": "UBND", "issued_on": "2026-01-01", "stars": 4}
        shop.api.put(f"/api/v1/papers/{uid()}", body | {"valid_until": DAY.isoformat()}).ok(201)
        (lot,) = {row["lot"] for row in shop.api.get(f"/api/v1/stock?product={product}").ok()["items"]}
        path = f"/api/v1/lots/{lot}/label?format=png"
        without = shop.api.get(path).body
        shop.api.put("/api/v1/mark-rules/NH1", rule(shop, products=[product], where=["label"])).ok(201)
        assert shop.api.get(path).body != without
        runs = {}
        for stock in ("roll-80x48", "roll-40x30", "roll-50x30"):
            runs[stock] = uid()
            line = {"label": "lot", "lot": lot, "pieces": 3}
            shop.api.post("/api/v1/labels", {"uid": runs[stock], "stock": stock, "lines": [line]}).ok(201)
        for stock in ("roll-80x48", "roll-40x30"):
            assert (product, "label", runs[stock], DAY.isoformat()) in uses_of(shop)
        assert runs["roll-50x30"] not in {document for _product, _where, document, _on in uses_of(shop)}, "no room, no use"
    with inside.on(DAY + timedelta(days=1)):
        shop.api.get(path)
        shop.api.post("/api/v1/labels", {"uid": (late := uid()), "stock": "roll-80x48", "lines": [line]}).ok(201)
        assert late not in {document for _product, _where, document, _on in uses_of(shop)}
