"""A producer sees what it brought in the minute it is received: announced beside received, and what was written anew."""

from __future__ import annotations

from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.pages.office import PASSWORD, Browser, add, today

HEAD = {"producer": "NSX1", "place": "QUAY"}


def test_a_producer_sees_its_deliveries_with_the_differences(office: Browser, site: Flask) -> None:
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    add(site, "khac", Role.PRODUCER, password=PASSWORD, producer=other(office))
    htx = Browser(site, "htx")
    assert "Chưa giao chuyến nào" in htx.get("/portal/deliveries").text
    announcement = new_uid()
    wanted = {"uid": announcement, "expected_on": today().isoformat(), "product": ["GAO"], "quantity": ["50"]}
    announced = htx.post("/portal/announcements", wanted, "/portal/deliveries")
    assert announced.status_code == 302, announced.text
    line = {"product": "GAO", "quantity": "48,6", "made_on": "", "best_before": "", "lot": ""}
    head = {**HEAD, "uid": new_uid(), "delivered_on": today().isoformat(), "announcement": announcement}
    first = office.post("/stock/receive", {**head, **line})
    assert first.status_code == 302, first.text
    page = htx.get("/portal/deliveries").text
    assert "50 kg" in page and "48,6 kg" in page and "Gạo tẻ ít hơn 1,4 kg." in page and "size=a5" in page
    assert "PN-" not in Browser(site, "khac").get("/portal/deliveries").text
    again = {
        **head,
        **line,
        "uid": new_uid(),
        "quantity": "50",
        "correct": first.location.rpartition("/")[2],
        "reason": "cân lại",
    }
    assert office.post("/stock/receive", again).status_code == 302
    page = htx.get("/portal/deliveries").text
    assert "Khớp" in page and "cân lại" in page and "Ghi thay phiếu" in page and page.count("<article") == 2


def other(office: Browser) -> str:
    producer = {"code": "NSX2", "name": "HTX Khác", "kind": "cooperative", "commune": "Đại Xuân"}
    assert office.post("/producers/new", producer).status_code == 302
    return "NSX2"
