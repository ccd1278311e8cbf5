"""Print jobs over the API: a manager works all, a cashier those of the till, each act once."""

from __future__ import annotations

from typing import Any

import pytest

from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import Api, Shop, uid
from tests.paper.loopback import READY, sink
from tests.pos.test_refund_slips import plug, work

DEAD = "tcp://127.0.0.1:9"


@pytest.fixture
def shop(inside: Inside) -> Shop:
    """A shop with a printer that is off and one slip for it."""
    shop = inside.shop()
    plug(shop, DEAD)
    shop.sell(shop.line(shop.stocked()))
    work()
    return shop


def jobs(api: Api, **wanted: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.get("/api/v1/print-jobs", **wanted).ok()["items"]
    return items


def act(api: Api, job: int, what: str, **body: Any) -> Any:
    return api.post(f"/api/v1/print-jobs/{job}/{what}", {"uid": uid(), **body})


def test_a_job_says_what_it_prints_and_why_it_does_not(shop: Shop) -> None:
    (job,) = jobs(shop.api, till=shop.till)
    sale = shop.api.get(f"/api/v1/sales/{job['document']}").ok()
    assert (job["paper"], job["name"], job["number"], job["copy"]) == ("sale", "Phiếu bán hàng", sale["number"], 0)
    assert (job["state"], job["tries"], job["printer"], job["printer_said"]) == ("waiting", 1, DEAD, None)
    assert job["trouble"].startswith("Máy in không trả lời.") and job["until"] > job["asked_at"]
    assert job["asked_by"] == sale["cashier"] and job["from_job"] is None


def test_the_list_is_filtered_and_paged(shop: Shop) -> None:
    product = shop.stocked()
    for _ in range(3):
        shop.sell(shop.line(product))
    first = shop.api.get("/api/v1/print-jobs", limit=3).ok()
    rest = shop.api.get("/api/v1/print-jobs", limit=3, after=first["next"]).ok()
    ids = [job["id"] for job in first["items"] + rest["items"]]
    assert ids == sorted(ids, reverse=True) and len(ids) == 4 and rest["next"] is None
    assert len(jobs(shop.api, state="waiting", printer=DEAD)) == 4
    assert jobs(shop.api, state="printed") == [] and jobs(shop.api, printer="none:") == []
    for wrong in ({"state": "lost"}, {"printer": "nowhere"}, {"after": "x"}):
        assert shop.api.get("/api/v1/print-jobs", **wrong).status == 422, wrong


def test_each_act_happens_once_under_its_id(shop: Shop) -> None:
    (job,) = jobs(shop.api)
    path, body = f"/api/v1/print-jobs/{job['id']}/cancel", {"uid": uid()}
    answers = [shop.api.post(path, body) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 200] and answers[0].json == answers[1].json
    assert answers[0].json["state"] == "cancelled" and answers[0].json["cancelled_by"]
    assert act(shop.api, job["id"], "cancel").code == "print_job_cancelled"
    assert act(shop.api, 10**8, "retry").status == 404
    assert shop.api.post(path, {}).status == 422


def test_a_slip_goes_to_another_printer_of_the_outlet_and_nowhere_else(shop: Shop, inside: Inside) -> None:
    (job,) = jobs(shop.api)
    other = inside.shop()
    with sink(READY) as printer:
        refused = act(shop.api, job["id"], "again", printer=printer.url)
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "printer")
        assert act(shop.api, job["id"], "again", printer="none:").status == 422
        plug(other, printer.url, 58)
        moved = act(shop.api, job["id"], "again", printer=printer.url).ok(201)
        work()
        assert printer.last().picture.width == 384, "the roll of that printer"
    assert (moved["copy"], moved["from_job"], moved["till"]) == (0, job["id"], shop.till)
    assert [found["state"] for found in jobs(shop.api)] == ["printed", "cancelled"]
    again = act(shop.api, moved["id"], "again").ok(201)
    assert (again["copy"], again["printer"]) == (1, printer.url)
    assert shop.api.post(f"/api/v1/sales/{job['document']}/print").status == 202
    assert jobs(shop.api)[0]["copy"] == 2, "every way to reprint counts on"


def test_a_printer_of_the_outlet_that_no_till_has_takes_slips_too(shop: Shop) -> None:
    (job,) = jobs(shop.api)
    with sink(READY) as printer:
        shop.api.put("/api/v1/printers", {"uri": printer.url, "name": "Máy in kho", "paper_mm": 80, "dots": 576}).ok(201)
        label = {"uri": "tcp://127.0.0.1:10", "name": "Máy tem", "use": "label", "paper_mm": 50, "dots": 384}
        shop.api.put("/api/v1/printers", label).ok(201)
        assert act(shop.api, job["id"], "again", printer=label["uri"]).status == 422, "a slip is no label"
        moved = act(shop.api, job["id"], "again", printer=printer.url).ok(201)
        work()
    assert moved["printer_name"] == "Máy in kho" and len(printer.jobs) == 1


def test_a_cashier_works_the_jobs_of_the_till_alone(shop: Shop, inside: Inside) -> None:
    other = inside.shop()
    plug(other, DEAD)
    other.sell(other.line(other.stocked()))
    mine, theirs = jobs(shop.api, till=shop.till)[0], jobs(shop.api, till=other.till)[0]
    cashier = inside.as_role(Role.CASHIER, till=shop.till)
    assert [job["id"] for job in jobs(cashier)] == [mine["id"]]
    assert [job["id"] for job in jobs(cashier, till=shop.till)] == [mine["id"]]
    assert cashier.get("/api/v1/print-jobs", till=other.till).status == 404
    for what in ("cancel", "retry", "again"):
        assert act(cashier, theirs["id"], what).status == 404
    assert act(cashier, mine["id"], "retry").ok(201)["state"] == "waiting"
    assert jobs(inside.as_role(Role.CASHIER)) == [], "one who is at no till has none"
    assert inside.as_role(Role.STOREKEEPER).get("/api/v1/print-jobs").status == 403
