"""Papers on pages: the office's register and its form, what a producer sends, and the answer to it."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.core.files.pictures import jpeg, pdf
from tests.pages.office import PASSWORD, Browser, add, row_of, today


def days(n: int) -> str:
    """A day so many days from today."""
    return (today() + timedelta(days=n)).isoformat()


def form(**more: Any) -> dict[str, Any]:
    """A paper as it is typed."""
    fields = {"of": "Gạo tẻ (GAO)", "kind": "test_report", "number": "12/KN", "issuer": "Trung tâm kiểm nghiệm"}
    return {"uid": new_uid(), **fields, "issued_on": days(-100), **more}


def record(office: Browser, **more: Any) -> str:
    """Records a paper at the office; the address of its page."""
    done = office.post("/papers/new", form(**more), "/papers/new")
    assert done.status_code == 302, done.text
    return str(done.headers["Location"])


@pytest.fixture
def producer(office: Browser, site: Flask) -> Browser:
    """The producer, signed in to the portal."""
    add(site, "htx", Role.PRODUCER, password=PASSWORD, producer="NSX1")
    return Browser(site, "htx")


def test_the_register_shows_what_ended_first_then_what_ends_by_its_days_and_leaves_out_the_rest(office: Browser) -> None:
    assert "Chưa ghi giấy nào" in office.get("/papers").text
    for number, until in (("còn lâu", days(400)), ("bảy tám", days(78)), ("mười bốn", days(14)), ("bốn mươi", days(40)),
                          ("hết một", days(-1)), ("hết lâu", days(-78)), ("không hạn", "")):  # fmt: skip
        record(office, number=number, valid_until=until, kind="other", of="Gạo tẻ (GAO)" if until else "NSX1")
    record(office, number="thay", valid_until=days(20), kind="vietgap")
    page = office.get("/papers").text
    shown = re.findall(r'class="sub">([^<·]+) ·', page)
    assert shown == ["thay"], "of one kind and product only the paper that lasts longest must be renewed"


def test_each_kind_stands_under_its_days(office: Browser) -> None:
    kinds = {"vietgap": -78, "gi": -1, "test_report": 14, "trademark": 40, "globalgap": 78, "other": 91}
    for kind, left in kinds.items():
        record(office, number=kind, kind=kind, valid_until=days(left))
    page = office.get("/papers").text
    groups = re.findall(r'<h2 id="([\w-]+)">|class="sub">([^<·]+) ·', page)
    assert [a or b for a, b in groups] == [
        "ended", "vietgap", "gi", "soon-30", "test_report", "soon-60", "trademark", "soon-90", "globalgap",
    ]  # fmt: skip
    assert "quá 78 ngày" in page and "còn 14 ngày" in page
    assert re.search(r'class="count"[^>]*>5<', page), "the menu counts what needs doing"
    everything = office.get("/papers?state=all").text
    assert "91" in everything or "còn hạn" in everything
    assert re.findall(r'class="sub">([^<·]+) ·', office.get("/papers?state=valid&kind=other").text) == ["other"]
    assert "Không có giấy nào như vậy" in office.get("/papers?state=waiting").text
    day = office.get("/reports/today").text
    assert "VietGAP, Gạo tẻ hết hạn ngày" in day and "1 giấy nữa" in day


@pytest.mark.parametrize("typed", ["Gạo tẻ (GAO)", "GAO", "gao", "gao te"])
def test_a_product_is_found_by_a_part_of_its_name_or_its_code(office: Browser, site: Flask, typed: str) -> None:
    record(office, of=typed)
    assert row_of(site, "SELECT product_code FROM producer_paper")["product_code"] == "GAO"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"of": "không có"}, "of"), ({"of": ""}, "of"), ({"kind": ""}, "kind"), ({"number": ""}, "number"),
     ({"issuer": ""}, "issuer"), ({"issued_on": ""}, "issued_on"), ({"valid_until": "2001-01-01"}, "valid_until"),
     ({"stars": "4"}, "stars"), ({"of": "NSX1", "kind": "ocop"}, "of")],
)  # fmt: skip
def test_a_wrong_paper_is_refused_at_its_field_and_what_was_typed_stays(
    office: Browser, change: dict[str, str], field: str
) -> None:
    refused = office.post("/papers/new", form(**{"issuer": "Chi cục", "note": "", **change}), "/papers/new")
    assert refused.status_code == 422 and f'id="e-{field}"' in refused.text, refused.text
    kept = {"of": "Gạo tẻ (GAO)", "number": "12/KN", **change}
    assert all(f'value="{kept[name]}"' in refused.text for name in ("of", "number"))


def test_two_producers_of_one_beginning_are_both_offered_and_none_is_guessed(office: Browser) -> None:
    other = {"code": "NSX2", "name": "HTX Thử hai", "kind": "cooperative", "commune": "Chi Lăng"}
    assert office.post("/producers/new", other, "/producers/new").status_code == 302
    refused = office.post("/papers/new", form(of="HTX Thử"), "/papers/new")
    assert refused.status_code == 422 and "Có nhiều tên như vậy" in refused.text
    assert '<option value="HTX Thử hai (NSX2)">' in refused.text
    record(office, of="HTX Thử hai")


def test_a_picture_is_shown_and_a_pdf_is_linked(office: Browser) -> None:
    page = record(office, file_files=(BytesIO(jpeg()), "giay.jpg"))
    assert '<img class="scan"' in office.get(page).text
    page = record(office, number="13", file_files=(BytesIO(pdf()), "giay.pdf"))
    shown = office.get(page).text
    link = re.search(r'href="([^"]+)">Tải tệp PDF', shown)
    assert link and office.get(link[1].replace("&amp;", "&")).mimetype == "application/pdf"
    edit = office.get(f"{page}/edit").text
    assert 'class="photo-pdf"' in edit
    bad = office.post("/papers/new", form(file_files=(BytesIO(b"GIF89a"), "x.gif")), "/papers/new")
    assert bad.status_code == 422 and 'id="e-file"' in bad.text


def test_the_form_that_replaces_a_paper_brings_what_stays(office: Browser) -> None:
    uid = record(office, kind="ocop", stars="4").rsplit("/", 1)[1]
    page = office.get(f"/papers/new?instead={uid}").text
    assert 'value="Gạo tẻ (GAO)"' in page and 'value="Trung tâm kiểm nghiệm"' in page and "12/KN" not in page
    assert re.search(r'<option value="4" selected>', page)


def test_a_producer_sends_a_paper_the_manager_approves_and_the_stars_stand(
    office: Browser, producer: Browser, site: Flask
) -> None:
    sent = form(kind="ocop", stars="4", product="GAO", file_files=(BytesIO(jpeg()), "giay.jpg"))
    del sent["of"]
    assert producer.post("/portal/papers/new", sent, "/portal/papers/new").headers["Location"] == "/portal/papers"
    mine = producer.get("/portal/papers").text
    assert "chờ duyệt" in mine and "Gạo tẻ" in mine
    waiting = re.search(r'href="(/papers/[0-9a-f-]{36})"', office.get("/reports/today").text)
    assert waiting
    page = office.get(waiting[1]).text
    assert '<img class="scan"' in page and "★" not in office.get("/p/GAO").text
    approval = {"uid": new_uid()}
    for _press in range(2):
        assert office.post(f"{waiting[1]}/approve", approval, waiting[1]).status_code == 302
    assert "OCOP 4 sao" in office.get("/p/GAO").text
    assert waiting[1] not in office.get("/reports/today").text
    assert "còn hạn" in producer.get("/portal/papers").text
    late = office.post(f"{waiting[1]}/refuse", {"uid": new_uid(), "reason": "thôi"}, waiting[1])
    assert late.status_code == 409 and "Giấy này đã duyệt." in late.text


def test_a_refusal_without_words_is_refused_and_with_words_is_read_on_the_portal(office: Browser, producer: Browser) -> None:
    sent = form(product="")
    producer.post("/portal/papers/new", sent, "/portal/papers/new")
    page = f"/papers/{sent['uid']}"
    empty = office.post(f"{page}/refuse", {"uid": new_uid(), "reason": ""}, page)
    assert empty.status_code == 422 and 'id="e-reason"' in empty.text
    assert office.post(f"{page}/refuse", {"uid": new_uid(), "reason": "Ảnh mờ"}, page).status_code == 302
    mine = producer.get("/portal/papers").text
    assert "Điểm bán: Ảnh mờ" in mine and "không được duyệt" in mine
    address = f"/portal/papers/{sent['uid']}/edit"
    again = producer.post(address, sent | {"number": "14/KN"}, address)
    assert again.status_code == 302
    assert "chờ duyệt" in producer.get("/portal/papers").text


def test_who_reads_the_register_and_who_writes_in_it(office: Browser, producer: Browser, site: Flask) -> None:
    uid = record(office).rsplit("/", 1)[1]
    add(site, "canbo", Role.OFFICER, password=PASSWORD)
    add(site, "kho", Role.STOREKEEPER, password=PASSWORD)
    add(site, "thungan", Role.CASHIER, password=PASSWORD)
    officer, keeper, cashier = (Browser(site, name) for name in ("canbo", "kho", "thungan"))
    assert "Ghi giấy mới" in officer.get("/papers").text and "Ghi giấy mới" not in keeper.get("/papers").text
    assert officer.get("/papers/new").status_code == 200 and keeper.get("/papers/new").status_code == 403
    assert keeper.get(f"/papers/{uid}").status_code == 200
    assert cashier.get("/papers").status_code == 403 and producer.get("/papers").status_code == 403
    assert producer.get(f"/portal/papers/{uid}").status_code == 200, "a paper of its own product"


def test_another_producers_paper_is_not_found(office: Browser, site: Flask) -> None:
    uid = record(office).rsplit("/", 1)[1]
    other = {"code": "NSX2", "name": "HTX Hai", "kind": "cooperative", "commune": "Chi Lăng"}
    office.post("/producers/new", other, "/producers/new")
    add(site, "khac", Role.PRODUCER, password=PASSWORD, producer="NSX2")
    stranger = Browser(site, "khac")
    for path in (f"/portal/papers/{uid}", f"/portal/papers/{uid}/edit", f"/portal/papers/new?instead={uid}"):
        assert stranger.get(path).status_code == 404


def test_who_takes_goods_in_is_warned_of_papers_that_ended_or_end_within_thirty_days(office: Browser) -> None:
    pages = ("/stock/receive?producer=NSX1", "/producers/NSX1", "/products/GAO")
    record(office, kind="food_safety", of="NSX1", valid_until=days(31))
    assert all("An toàn thực phẩm</a> của" not in office.get(page).text for page in pages)
    record(office, kind="food_safety", of="GAO", valid_until=days(14))
    record(office, kind="business", of="NSX1", valid_until=days(-1))
    for page in pages:
        shown = " ".join(office.get(page).text.split())
        assert f"An toàn thực phẩm</a> của Gạo tẻ còn 14 ngày, đến {today() + timedelta(days=14):%d/%m/%Y}." in shown, page
        assert "Đăng ký kinh doanh</a> của HTX Thử hết hạn ngày" in shown, page
