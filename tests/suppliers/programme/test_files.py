"""Files of the programme over the API: six steps in order, councils and scores, the paper that recognises, and its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.people.permits import Role
from tests.core.files import pictures
from tests.journeys.inside import Inside
from tests.outlet import Shop, uid

FILES, COUNCILS, SCORES = "/api/v1/programme/files", "/api/v1/programme/councils", "/api/v1/programme/scores"
PROVINCE = {"level": "province", "name": "Hội đồng tỉnh", "decision": "QĐ 700/QĐ-UBND", "on": "2026-10-05"}
POINTS = {"a": "31.5", "b": "16", "c": "25", "on": "2026-11-18"}


@pytest.fixture
def shop(inside: Inside) -> Shop:
    return inside.shop()


def put_file(shop: Shop, **of: Any) -> dict[str, Any]:
    body = {"year": 2026, "group": 1} | of
    made: dict[str, Any] = shop.api.put(f"{FILES}/{uid()}", body).ok(201)
    return made


def council(shop: Shop, **of: Any) -> str:
    return str(shop.api.put(f"{COUNCILS}/{uid()}", PROVINCE | of).ok(201)["uid"])


def step(shop: Shop, file: str, n: int, day: str, **more: Any) -> Any:
    return shop.api.post(f"{FILES}/{file}/steps/{n}", {"uid": uid(), "done_on": day} | more)


def score(shop: Shop, file: str, **of: Any) -> Any:
    return shop.api.put(f"{SCORES}/{uid()}", {"file": file, **POINTS} | of)


def state(shop: Shop, file: str) -> str:
    return str(shop.api.get(f"{FILES}/{file}").ok()["state"])


def test_an_idea_keeps_its_text_when_its_product_is_named(shop: Shop) -> None:
    producer = shop.producer()
    made = put_file(shop, idea="Mỳ gạo nhiều màu", producer=producer)
    assert (made["product"], made["producer"], made["state"]) == (None, producer, "unscored")
    product = shop.product(shop.producer())
    named = shop.api.put(f"{FILES}/{made['uid']}", {"product": product, "year": 2026, "group": 2}).ok(200)
    assert (named["product"], named["idea"], named["producer"]) == (product, "Mỳ gạo nhiều màu", shop.producer_of(product))
    assert shop.api.put(f"{FILES}/{made['uid']}", named).ok(200) == named, "what GET shows may be sent back"
    with_another = {"product": product, "idea": "Bún khô", "year": 2026, "group": 2}
    refused = shop.api.put(f"{FILES}/{made['uid']}", with_another)
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "idea")


def test_a_new_file_is_of_a_product_or_of_an_idea(shop: Shop) -> None:
    product = shop.product(shop.producer())
    both = shop.api.put(f"{FILES}/{uid()}", {"product": product, "idea": "x", "year": 2026, "group": 1})
    neither = shop.api.put(f"{FILES}/{uid()}", {"year": 2026, "group": 1})
    another = shop.api.put(f"{FILES}/{uid()}", {"product": product, "producer": shop.producer(), "year": 2026, "group": 1})
    assert (both.status, neither.status, another.status) == (422, 422, 422)
    assert another.json["errors"][0]["field"] == "producer"


def test_the_six_steps_go_in_order_and_never_back_in_time(shop: Shop) -> None:
    file = put_file(shop, idea="Chuối sấy")["uid"]
    assert step(shop, file, 2, "2026-03-02").code == "step_order"
    step(shop, file, 1, "2026-01-12", note="hội nghị phường").ok(201)
    assert step(shop, file, 1, "2026-01-12").code == "step_order"
    early = step(shop, file, 2, "2026-01-11")
    assert (early.status, early.json["errors"][0]["field"]) == (422, "done_on")
    future = step(shop, file, 2, (clock.today() + timedelta(days=2)).isoformat())
    assert (future.status, future.json["errors"][0]["field"]) == (422, "done_on")
    for n, day in enumerate(("2026-01-12", "2026-04-20", "2026-09-28", "2026-10-20", "2026-11-05"), 2):
        step(shop, file, n, day).ok(201)
    found = shop.api.get(f"{FILES}/{file}").ok()
    assert [done["step"] for done in found["steps"]] == [1, 2, 3, 4, 5, 6]
    assert found["next_step"] is None and found["steps"][0]["note"] == "hội nghị phường"
    assert step(shop, file, 6, "2026-11-06").code == "step_order"
    assert step(shop, file, 7, "2026-11-06").status == 404


def test_a_step_is_recorded_once_however_often_it_is_sent(shop: Shop) -> None:
    file = put_file(shop, idea="Chuối sấy")["uid"]
    body = {"uid": uid(), "done_on": "2026-01-12"}
    first = shop.api.post(f"{FILES}/{file}/steps/1", body)
    again = shop.api.post(f"{FILES}/{file}/steps/1", body)
    assert (first.status, again.status) == (201, 200) and first.body == again.body
    assert shop.api.post(f"{FILES}/{file}/steps/2", body).code == "uid_reused"


def test_only_the_last_step_is_taken_back_and_the_mistake_is_kept(shop: Shop) -> None:
    file = put_file(shop, idea="Chuối sấy")["uid"]
    step(shop, file, 1, "2026-01-12").ok(201)
    step(shop, file, 2, "2026-03-02").ok(201)
    back = {"uid": uid(), "reason": "nhầm ngày"}
    assert shop.api.post(f"{FILES}/{file}/steps/1/revert", back).code == "step_order"
    after = shop.api.post(f"{FILES}/{file}/steps/2/revert", back).ok(201)
    assert [done["step"] for done in after["steps"]] == [1] and after["next_step"] == 2
    mistake = after["mistakes"][0]
    assert (mistake["step"], mistake["done_on"], mistake["taken_back"]["reason"]) == (2, "2026-03-02", "nhầm ngày")
    assert shop.api.post(f"{FILES}/{file}/steps/2/revert", back).status == 200
    step(shop, file, 2, "2026-03-05").ok(201)
    assert shop.api.get(f"{FILES}/{file}").ok()["steps"][1]["done_on"] == "2026-03-05"


def test_who_reads_a_file_reads_the_documents_of_its_steps(inside: Inside, shop: Shop) -> None:
    product = shop.product(shop.producer())
    file = put_file(shop, product=product)["uid"]
    document = uid()
    shop.api.call("PUT", f"/api/v1/files/{document}", raw=pictures.jpeg()).ok(201)
    step(shop, file, 1, "2026-01-12", document=document).ok(201)
    own = inside.api.as_(inside.token(Role.PRODUCER, producer=shop.producer_of(product)))
    other = inside.api.as_(inside.token(Role.PRODUCER, producer=shop.producer()))
    assert own.get(f"/api/v1/files/{document}").status == 200
    assert other.get(f"/api/v1/files/{document}").status == 404
    assert other.get(f"{FILES}/{file}").status == 404
    assert own.get(f"{FILES}/{file}").ok()["steps"][0]["document"] == document
    assert step(shop, file, 2, "2026-03-02", document=uid()).json["errors"][0]["field"] == "document"


def test_a_score_has_the_stars_of_its_day_and_says_whose_they_are_to_decide(shop: Shop) -> None:
    file = put_file(shop, idea="Chuối sấy")["uid"]
    made = score(shop, file, council=council(shop)).ok(201)
    assert (made["points"], made["stars"], made["decided_by"], made["decides"]) == ("72.5", 4, "province", True)
    assert made["most"] == {"a": "40", "b": "25", "c": "35"} and "26/2026" in made["rules"]
    district = council(shop, level="district", on="2024-01-10")
    of_2024 = score(shop, file, council=district, a="20", b="15", c="25", on="2024-10-20").ok(201)
    assert (of_2024["stars"], of_2024["decided_by"], of_2024["decides"]) == (3, "district", True)
    four = score(shop, file, council=district, on="2024-10-20").ok(201)
    assert (four["stars"], four["decided_by"], four["decides"]) == (4, "province", False)
    of_2019 = score(shop, file, council=council(shop, on="2019-09-01"), a="35", b="25", c="40", on="2019-12-20").ok(201)
    assert (of_2019["points"], of_2019["stars"], of_2019["decided_by"], of_2019["decides"]) == ("100", 5, "nation", False)
    below = score(shop, file, council=council(shop), a="20", b="10", c="19.9").ok(201)
    assert (below["points"], below["stars"], below["decided_by"], below["decides"]) == ("49.9", 2, None, False)


def test_a_part_above_the_most_of_its_day_is_refused_at_its_field(shop: Shop) -> None:
    file, of_2019 = put_file(shop, idea="Chuối sấy")["uid"], council(shop, on="2019-09-01")
    score(shop, file, council=of_2019, a="35", b="25", c="40", on="2023-02-23").ok(201)
    later = score(shop, file, council=of_2019, a="35", b="25.1", c="40", on="2023-02-24")
    assert [error["field"] for error in later.json["errors"]] == ["b", "c"]
    before_all = score(shop, file, council=council(shop, on="2019-01-01"), on="2019-08-20")
    before_council = score(shop, file, council=council(shop, on="2026-11-19"))
    assert [answer.json["errors"][0]["field"] for answer in (before_all, before_council)] == ["on", "on"]
    assert score(shop, file, council=uid()).json["errors"][0]["field"] == "council"
    assert score(shop, uid(), council=of_2019).json["errors"][0]["field"] == "file"


def test_a_score_alone_gives_a_product_no_stars_and_its_paper_does(shop: Shop) -> None:
    product = shop.product(shop.producer())
    file = put_file(shop, product=product)["uid"]
    assert state(shop, file) == "unscored"
    score(shop, file, council=council(shop)).ok(201)
    assert state(shop, file) == "awaiting"
    assert shop.api.get(f"/api/v1/products/{product}").ok()["stars_today"] is None
    paper = {"kind": "ocop", "product": product, "number": "9", "issuer": "UBND tỉnh", "issued_on": "2026-11-20", "stars": 4}
    recorded = shop.api.put(f"/api/v1/papers/{uid()}", paper).ok(201)
    found = shop.api.get(f"{FILES}/{file}").ok()
    assert (found["state"], found["paper"]) == ("recognised", recorded["uid"])
    assert recorded["valid_until"] == "2029-11-19"
    assert shop.api.get(f"/api/v1/products/{product}").ok()["stars_today"] == 4


def test_a_paper_from_before_the_score_recognises_nothing_of_it(shop: Shop) -> None:
    product = shop.product(shop.producer())
    old = put_file(shop, product=product, year=2023)["uid"]
    score(shop, old, council=council(shop, on="2023-03-01"), on="2023-11-01").ok(201)
    paper = {"kind": "ocop", "product": product, "number": "9", "issuer": "UBND tỉnh", "issued_on": "2023-12-20", "stars": 4}
    shop.api.put(f"/api/v1/papers/{uid()}", paper).ok(201)
    new = put_file(shop, product=product)["uid"]
    score(shop, new, council=council(shop)).ok(201)
    assert (state(shop, old), state(shop, new)) == ("recognised", "awaiting")
    shop.api.put(f"/api/v1/papers/{uid()}", {**paper, "number": "10", "issued_on": "2026-11-25"}).ok(201)
    found = [shop.api.get(f"{FILES}/{file}").ok()["paper"] for file in (old, new)]
    numbers = [shop.api.get(f"/api/v1/papers/{one}").ok()["number"] for one in found]
    assert numbers == ["9", "10"]


def test_a_score_that_was_taken_back_counts_no_more(shop: Shop) -> None:
    file, by = put_file(shop, idea="Chuối sấy")["uid"], council(shop)
    first = score(shop, file, council=by, a="10", b="10", c="10").ok(201)
    assert state(shop, file) == "below"
    closed = shop.api.post(f"{COUNCILS}/{by}/revert", {"uid": uid(), "reason": "nhầm"})
    assert closed.code == "closed"
    back = shop.api.post(f"{SCORES}/{first['uid']}/revert", {"uid": uid(), "reason": "nhầm phiếu"}).ok(201)
    assert back["taken_back"]["reason"] == "nhầm phiếu" and state(shop, file) == "unscored"
    again = shop.api.post(f"{SCORES}/{first['uid']}/revert", {"uid": uid(), "reason": "nữa"})
    assert again.code == "already_reversed"
    shop.api.post(f"{COUNCILS}/{by}/revert", {"uid": uid(), "reason": "nhầm"}).ok(201)
    assert score(shop, file, council=by).json["errors"][0]["field"] == "council"


def test_the_newest_own_points_of_a_producer_stand_beside_the_councils(shop: Shop) -> None:
    file = put_file(shop, idea="Chuối sấy")["uid"]
    path = f"{FILES}/{file}/self-score"
    assert shop.api.get(path).status == 404
    first = {"a": "34", "b": "18", "c": "27", "on": "2026-10-01", "reasons": {"b": "túi mới"}}
    assert shop.api.put(path, first).ok(201)["points"] == "79"
    assert shop.api.put(path, first).status == 200
    shop.api.put(path, {**first, "c": "28"}).ok(201)
    score(shop, file, council=council(shop)).ok(201)
    found = shop.api.get(f"{FILES}/{file}").ok()
    assert (found["self_score"]["points"], found["self_score"]["reasons"]["b"]) == ("80", "túi mới")
    assert shop.api.get(f"{SCORES}/{found['score']}").ok()["points"] == "72.5"
    assert len(shop.api.all(SCORES, file=file)) == 1, "its own points are no council's"


def test_files_are_listed_by_year_product_producer_and_state(shop: Shop) -> None:
    product = shop.product(shop.producer())
    first = put_file(shop, product=product, year=2019)["uid"]
    second = put_file(shop, product=product, year=2025)["uid"]
    put_file(shop, idea="Chuối sấy", year=2025)
    score(shop, second, council=council(shop)).ok(201)
    assert [file["uid"] for file in shop.api.all(FILES, product=product)] == [first, second]
    assert [file["uid"] for file in shop.api.all(FILES, product=product, year="2019")] == [first]
    assert [file["uid"] for file in shop.api.all(FILES, product=product, state="awaiting")] == [second]
    assert [file["uid"] for file in shop.api.all(FILES, producer=shop.producer_of(product))] == [first, second]
    page = shop.api.get(f"{FILES}?product={product}&limit=1").ok()
    rest = shop.api.get(f"{FILES}?product={product}&limit=1&after={page['next']}").ok()
    assert [file["uid"] for file in page["items"] + rest["items"]] == [first, second] and rest["next"] is None


def test_the_product_of_a_scored_file_stays(shop: Shop) -> None:
    producer = shop.producer()
    product, other = shop.product(producer), shop.product(producer)
    made = put_file(shop, product=product)
    assert shop.api.put(f"{FILES}/{made['uid']}", {"product": other, "year": 2026, "group": 1}).ok(200)["product"] == other
    score(shop, made["uid"], council=council(shop)).ok(201)
    refused = shop.api.put(f"{FILES}/{made['uid']}", {"product": product, "year": 2026, "group": 1})
    assert refused.code == "closed"


def test_a_product_is_evaluated_anew_from_a_hundred_and_eighty_days_before_its_paper_ends(shop: Shop) -> None:
    product = shop.product(shop.producer())
    today = clock.today()
    issued, ends = today - timedelta(days=900), today + timedelta(days=180)
    paper = {"kind": "ocop", "product": product, "number": "9", "issuer": "UBND tỉnh", "issued_on": issued.isoformat()}
    shop.api.put(f"/api/v1/papers/{uid()}", {**paper, "valid_until": ends.isoformat(), "stars": 3}).ok(201)

    def due(**query: str) -> list[dict[str, Any]]:
        found = shop.api.all("/api/v1/programme/re-evaluations", **query)
        return [ending for ending in found if ending["product"] == product]

    assert [(ending["days_left"], ending["due_on"], ending["file"]) for ending in due()] == [(180, today.isoformat(), None)]
    assert due(within="179") == []
    file = put_file(shop, product=product, year=ends.year)["uid"]
    assert due()[0]["file"] == file
    shop.api.put(f"/api/v1/papers/{uid()}", {**paper, "issued_on": today.isoformat(), "stars": 4}).ok(201)
    assert due() == [], "a newer paper lasts longer"
