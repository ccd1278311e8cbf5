"""Papers of producers and products: who records them, when they count, and the stars that follow from them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from suppliers.certificates.shown import papers_to_show
from suppliers.certificates.spans import StarPaper, last_day, spans
from tests.journeys.inside import Inside
from tests.outlet import Shop, uid
from tests.schedule import examples

DAY = date(2026, 11, 20)
FIRST = date(2026, 1, 1)
PAPERS = st.lists(
    st.builds(
        lambda begin, days, stars: (FIRST + timedelta(days=begin), FIRST + timedelta(days=begin + days), stars),
        st.integers(0, 40),
        st.integers(0, 30),
        st.integers(3, 5),
    ),
    max_size=6,
)


@settings(max_examples=examples(60))
@given(given_=PAPERS)
def test_on_each_day_the_newest_paper_that_is_valid_gives_the_stars(given_: list[tuple[date, date, int]]) -> None:
    papers = [StarPaper(*paper, order) for order, paper in enumerate(given_)]
    found = spans(papers)
    for n in range(-1, 75):
        day = FIRST + timedelta(days=n)
        valid = [paper for paper in papers if paper.issued_on <= day <= paper.valid_until]
        newest = max(valid, key=lambda paper: (paper.issued_on, paper.order)).stars if valid else None
        assert [span.stars for span in found if span.from_day <= day <= span.until_day] == ([newest] if newest else [])
    for earlier, later in itertools.pairwise(found):
        assert earlier.until_day < later.from_day
        assert earlier.stars != later.stars or earlier.until_day + timedelta(days=1) < later.from_day


def test_a_certificate_without_a_last_day_holds_for_thirty_six_months() -> None:
    assert last_day(date(2026, 5, 22)) == date(2029, 5, 21)
    assert last_day(date(2024, 2, 29)) == date(2027, 2, 27)


def paper(of: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"kind": "food_safety", "number": "12/ATTP", "issuer": "Chi cục", "issued_on": "2026-01-10"} | of | more


def stars_of(shop: Shop, product: str) -> int | None:
    found: int | None = shop.api.get(f"/api/v1/products/{product}").ok()["stars_today"]
    return found


def test_a_producers_own_paper_counts_once_it_is_approved_and_then_stands(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.product(producer := shop.producer())
        own, path = inside.as_role(Role.PRODUCER, producer), f"/api/v1/papers/{uid()}"
        body = paper({"product": product}, kind="ocop", stars=4)
        made = own.put(path, body).ok(201)
        assert (made["state"], made["valid_until"], made["owner"]) == ("waiting", "2029-01-09", producer)
        assert stars_of(shop, product) is None
        assert own.put(path, body | {"stars": 5}).ok(200)["stars"] == 5
        approval = {"uid": uid()}
        officer = inside.as_role(Role.OFFICER)
        approved = officer.post(f"{path}/approve", approval).ok(201)
        assert officer.post(f"{path}/approve", approval).ok(200) == approved
        assert officer.post(f"{path}/approve", {"uid": uid()}).code == "closed"
        assert (approved["state"], stars_of(shop, product)) == ("valid", 5)
        assert own.put(path, body | {"stars": 3}).code == "closed"
        assert own.put(path, {k: v for k, v in approved.items() if v is not None}).status == 200, "what GET shows changes nothing"
        assert shop.api.put(path, body | {"stars": 3}).ok(200)["state"] == "valid"
        assert stars_of(shop, product) == 3


def test_a_paper_that_was_refused_does_not_count_and_waits_again_once_its_producer_changes_it(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.product(producer := shop.producer())
        own, path = inside.as_role(Role.PRODUCER, producer), f"/api/v1/papers/{uid()}"
        body = paper({"product": product}, kind="ocop", stars=4)
        own.put(path, body).ok(201)
        officer = inside.as_role(Role.OFFICER)
        assert own.post(f"{path}/refuse", {"uid": uid(), "reason": "x"}).status == 403
        assert officer.post(f"{path}/refuse", {"uid": uid(), "reason": " "}).status == 422
        refusal = {"uid": uid(), "reason": "Ảnh mờ."}
        refused = officer.post(f"{path}/refuse", refusal).ok(201)
        assert officer.post(f"{path}/refuse", refusal).ok(200) == refused
        assert (refused["state"], refused["refusal"], stars_of(shop, product)) == ("refused", "Ảnh mờ.", None)
        assert officer.post(f"{path}/refuse", {"uid": uid(), "reason": "x"}).code == "closed"
        assert officer.post(f"{path}/approve", {"uid": uid()}).code == "closed"
        assert [p["uid"] for p in own.get("/api/v1/papers?state=refused").ok()["items"]] == [refused["uid"]]
        assert own.get("/api/v1/papers?state=waiting").ok()["items"] == []
        told = own.get("/api/v1/messages").ok()["items"]
        assert [m["text"] for m in told if m["kind"] == "paper"] == [
            "Điểm bán chưa nhận giấy số 12/ATTP (chứng nhận OCOP): Ảnh mờ. Mời HTX sửa rồi gửi lại."
        ]
        again = own.put(path, body | {"number": "13/ATTP"}).ok(200)
        assert (again["state"], again["refusal"]) == ("waiting", None)
        assert officer.post(f"{path}/approve", {"uid": uid()}).ok(201)["state"] == "valid"
        assert stars_of(shop, product) == 4
        assert any("đã duyệt giấy số 13/ATTP" in m["text"] for m in own.get("/api/v1/messages").ok()["items"])
        assert officer.post(f"{path}/refuse", {"uid": uid(), "reason": "x"}).code == "closed"


def test_stars_end_with_their_paper_on_the_same_day_everywhere(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.stocked(10_000, "20")
        body = paper({"product": product}, kind="ocop", stars=4, valid_until=DAY.isoformat())
        shop.api.put(f"/api/v1/papers/{uid()}", body).ok(201)
        shop.sell(shop.line(product))
        assert stars_of(shop, product) == 4
        version = shop.api.get("/api/v1/catalogue").ok()["version"]
        tile = next(p for p in shop.api.get("/api/v1/catalogue").ok()["products"] if p["code"] == product)
        assert tile["stars"] == 4
        assert "OCOP 4 sao" in shop.api.get(f"/p/{product}").body.decode()
    with inside.on(DAY + timedelta(days=1)):
        shop.open_shift() if not shop.shift else None
        shop.sell(shop.line(product))
        assert stars_of(shop, product) is None
        (tile,) = [p for p in shop.api.get(f"/api/v1/catalogue?since={version}").ok()["products"] if p["code"] == product]
        assert tile["stars"] is None
        assert "OCOP 4 sao" not in shop.api.get(f"/p/{product}").body.decode()
        report = shop.api.get(f"/api/v1/reports/sales?by=stars&from={DAY}&to={DAY + timedelta(days=1)}").ok()["items"]
        assert {row["key"]: row["net_vnd"] for row in report} == {"4": 10_000, "": 10_000}
    assert inside.gaps() == []


def test_the_certificate_of_a_product_is_a_paper_that_changes_with_the_product_alone(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        certificate = {"number": "QĐ 12", "issuer": "UBND huyện", "issued_on": "2025-01-01", "valid_until": "2026-12-31"}
        product = shop.product(shop.producer(), stars=3, certificate=certificate)
        (listed,) = shop.api.get(f"/api/v1/papers?product={product}").ok()["items"]
        assert (listed["is_from_product"], listed["stars"], stars_of(shop, product)) == (True, 3, 3)
        changed = paper({"product": product}, kind="ocop", stars=5, number="QĐ 13")
        assert shop.api.put(f"/api/v1/papers/{listed['uid']}", changed).code == "closed"
        shop.api.put(f"/api/v1/papers/{uid()}", changed).ok(201)
        assert stars_of(shop, product) == 5, "the newer one"
        now = shop.api.get(f"/api/v1/products/{product}").ok()
        shop.api.put(f"/api/v1/products/{product}", now | {"certificate": None, "stars": None}).ok(200)
        assert len(shop.api.get(f"/api/v1/papers?product={product}").ok()["items"]) == 1


def test_papers_go_with_a_product_that_becomes_another_producers(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product, heir = shop.product(shop.producer()), shop.producer()
        shop.api.put(f"/api/v1/papers/{uid()}", paper({"product": product}, kind="vietgap")).ok(201)
        now = shop.api.get(f"/api/v1/products/{product}").ok()
        shop.api.put(f"/api/v1/products/{product}", now | {"producer": heir}).ok(200)
        (moved,) = shop.api.get(f"/api/v1/papers?producer={heir}").ok()["items"]
        assert (moved["product"], moved["owner"]) == (product, heir)


def test_papers_are_found_by_their_end_and_a_producer_reads_its_own(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer, other = shop.producer(), shop.producer()
        for until in ("2026-12-31", "2027-11-01", "2026-11-01"):
            shop.api.put(f"/api/v1/papers/{uid()}", paper({"producer": producer}, valid_until=until)).ok(201)
        theirs = uid()
        shop.api.put(f"/api/v1/papers/{theirs}", paper({"producer": other}, valid_until="2026-12-31")).ok(201)
        own = inside.as_role(Role.PRODUCER, producer)
        assert [p["valid_until"] for p in own.get("/api/v1/papers?ending_within=90").ok()["items"]] == ["2026-12-31"]
        assert [p["days_left"] for p in own.get("/api/v1/papers?state=ended").ok()["items"]] == [-19]
        assert own.get(f"/api/v1/papers/{theirs}").status == 404
        assert own.put(f"/api/v1/papers/{theirs}", paper({"producer": producer})).status == 404
        assert own.put(f"/api/v1/papers/{uid()}", paper({"producer": other})).status == 422


def test_goods_do_not_come_in_or_sell_online_without_the_papers_that_their_agreement_asks_for(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = shop.producer()
        product, other = shop.product(producer), shop.product(producer)
        asked = [{"kind": "food_safety", "without": "no_receiving"}, {"kind": "vietgap", "without": "no_selling"}]
        asked.append({"kind": "test_report", "without": "warn"})
        shop.agreement(producer, papers=asked)
        delivery = {"producer": producer, "place": shop.place, "delivered_on": DAY.isoformat()}
        delivery |= {"lines": [{"product": product, "quantity": "5"}, {"product": other, "quantity": "5"}]}
        refused = shop.api.put(f"/api/v1/deliveries/{uid()}", delivery)
        assert (refused.status, refused.code) == (409, "paper_missing")
        assert "an toàn thực phẩm" in refused.json["detail"]
        ended = paper({"producer": producer}, valid_until=(DAY - timedelta(days=1)).isoformat())
        shop.api.put(f"/api/v1/papers/{uid()}", ended).ok(201)
        assert shop.api.put(f"/api/v1/deliveries/{uid()}", delivery).code == "paper_missing"
        shop.api.put(f"/api/v1/papers/{uid()}", paper({"producer": producer})).ok(201)
        shop.api.put(f"/api/v1/deliveries/{uid()}", delivery).ok(201)
        sale = shop.sale(shop.line(product))
        assert shop.api.put(f"/api/v1/sales/{uid()}", sale).code == "paper_missing"
        shop.api.put(f"/api/v1/sales/{uid()}", sale | {"offline": True}).ok(201)
        shop.api.put(f"/api/v1/papers/{uid()}", paper({"product": product}, kind="vietgap")).ok(201)
        shop.api.put(f"/api/v1/sales/{uid()}", sale).ok(201)
        assert shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(shop.line(other))).code == "paper_missing"


def test_a_page_for_everybody_names_the_newest_valid_approved_paper_of_each_kind_that_it_may_show(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.product(producer := shop.producer())
        neighbour = shop.product(producer)

        def put(of: dict[str, str], kind: str, number: str, issued: str, until: str | None = None) -> None:
            days = {"issued_on": issued} | ({"valid_until": until} if until else {})
            shop.api.put(f"/api/v1/papers/{uid()}", paper(of, kind=kind, number=number, **days)).ok(201)

        put({"product": product}, "vietgap", "old", "2025-01-01", "2026-12-31")
        put({"product": product}, "vietgap", "new", "2026-02-01", "2026-11-25")
        put({"producer": producer}, "vietgap", "of its producer", "2026-10-01")
        put({"product": neighbour}, "globalgap", "another's", "2026-01-01")
        put({"producer": producer}, "trademark", "of its producer", "2020-01-01")
        put({"product": product}, "gi", "ended", "2020-01-01", "2026-11-19")
        put({"product": product}, "gi", "to come", "2026-11-21")
        put({"product": product}, "test_report", "no matter of theirs", "2026-01-01")
        sent = paper({"product": product}, kind="globalgap", number="waits")
        inside.as_role(Role.PRODUCER, producer).put(f"/api/v1/papers/{uid()}", sent).ok(201)

        def shown(day: date) -> list[tuple[str, str]]:
            with inside.app.app_context():
                return [(kind.value, one.number) for kind, one in papers_to_show(product, day).items()]

        assert shown(DAY) == [("vietgap", "new"), ("trademark", "of its producer")]
        assert shown(date(2026, 11, 25))[0] == ("vietgap", "new"), "its last day counts"
        assert shown(date(2026, 11, 26)) == [("vietgap", "old"), ("gi", "to come"), ("trademark", "of its producer")]
        assert shown(date(2027, 1, 1))[0] == ("vietgap", "of its producer")


def test_a_till_knows_the_paper_of_a_product_or_its_producer_that_ends_first(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        product = shop.product(producer := shop.producer())
        other = shop.product(shop.producer())

        def paper_of(code: str, since: str = "") -> Any:
            answer = shop.api.get(f"/api/v1/catalogue{since}").ok()
            return next((p.get("paper") for p in answer["products"] if p["code"] == code), "not sent")

        assert paper_of(product) is None
        version = shop.api.get("/api/v1/catalogue").ok()["version"]
        shop.api.put(f"/api/v1/papers/{uid()}", paper({"producer": producer}, valid_until="2026-11-10")).ok(201)
        assert paper_of(product, f"?since={version}") == {"kind": "food_safety", "valid_until": "2026-11-10"}
        assert paper_of(other, f"?since={version}") == "not sent"
        shop.api.put(f"/api/v1/papers/{uid()}", paper({"producer": producer}, valid_until="2027-11-10")).ok(201)
        assert paper_of(product)["valid_until"] == "2027-11-10", "the new one takes the place of the old one"
        shop.api.put(f"/api/v1/papers/{uid()}", paper({"product": product}, kind="vietgap", valid_until="2027-01-01")).ok(201)
        assert paper_of(product) == {"kind": "vietgap", "valid_until": "2027-01-01"}
        sent = paper({"product": product}, kind="test_report", valid_until="2026-12-01")
        inside.as_role(Role.PRODUCER, producer).put(f"/api/v1/papers/{uid()}", sent).ok(201)
        assert paper_of(product)["kind"] == "vietgap", "what waits does not count"
