"""The office's pages of the programme's files: what they record, what they show, and to whom."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core.people.permits import Role
from core.values.uid import new_uid
from tests.core.files import pictures
from tests.pages.office import PASSWORD, Browser, add, row_of, today


@pytest.fixture
def officer(office: Browser, site: Flask) -> Browser:
    """The officer, signed in to the office."""
    add(site, "canbo", Role.OFFICER, password=PASSWORD)
    return Browser(site, "canbo")


def new_file(officer: Browser, **more: str) -> str:
    """The address of a new file's page."""
    form = {"uid": new_uid(), "year": str(today().year), "group": "1", **more}
    return str(officer.post("/programme-files/new", form).headers["Location"])


def council(officer: Browser) -> str:
    form = {"uid": new_uid(), "level": "province", "name": "Hội đồng tỉnh", "decision": "QĐ 7", "on": "2026-10-05"}
    assert officer.post("/councils", form).status_code == 302
    return form["uid"]


def score(officer: Browser, file: str, by: str, **more: str) -> Any:
    form = {"uid": new_uid(), "council": by, "on": "2026-11-18", "a": "31,5", "b": "16", "c": "25", **more}
    return officer.post(f"{file}/score", form)


def words(page: str) -> str:
    """What a page says, its marks left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_year_without_files_says_what_to_do_first(officer: Browser) -> None:
    page = officer.get("/programme-files").text
    assert "Chưa có hồ sơ nào" in page and 'href="/programme-files/new"' in page
    assert 'href="/programme-files" aria-current="page"' in page, "the menu of the officer leads there"


def test_an_idea_becomes_a_file_and_gets_its_product_later(officer: Browser) -> None:
    file = new_file(officer, idea="Mỳ gạo nhiều màu", producer="NSX1", commune="Đại Xuân")
    assert "Mỳ gạo nhiều màu" in officer.get("/programme-files").text
    form = {"product": "GAO", "year": str(today().year), "group": "2", "idea": "lời khác"}
    assert officer.post(f"{file}/edit", form).status_code == 302
    page = words(officer.get(file).text)
    assert "Gạo tẻ" in page and "Mỳ gạo nhiều màu" in page and "lời khác" not in page


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(officer: Browser) -> None:
    refused = officer.post("/programme-files/new", {"uid": new_uid(), "year": "2026", "group": "1", "commune": "Bồng Lai"})
    assert refused.status_code == 422 and 'value="Bồng Lai"' in refused.text
    file = new_file(officer, product="GAO")
    late = (today() + timedelta(days=3)).isoformat()
    refused = officer.post(f"{file}/steps/1", {"uid": new_uid(), "done_on": late, "note": "hội nghị"})
    assert refused.status_code == 422
    assert "Ngày này chưa đến." in refused.text and 'value="hội nghị"' in refused.text
    refused = officer.post(f"{file}/steps/3", {"uid": new_uid(), "done_on": today().isoformat()})
    assert refused.status_code == 409 and "Bước tiếp theo của hồ sơ này là bước 1." in refused.text


def test_a_step_is_recorded_with_a_photo_that_no_script_sent(officer: Browser) -> None:
    file = new_file(officer, product="GAO")
    form = {
        "uid": new_uid(),
        "done_on": "2026-01-12",
        "note": "hội nghị phường",
        "document_files": (io.BytesIO(pictures.jpeg()), "bienban.jpg"),
    }
    assert officer.post(f"{file}/steps/1", form).status_code == 302
    page = officer.get(file).text
    assert "12/01/2026" in page and "hội nghị phường" in page
    document = re.search(r'href="(/api/v1/files/[^"]+)">Xem giấy', page)
    assert document and officer.get(document[1].replace("&amp;", "&")).status_code == 200


def test_the_last_step_is_taken_back_with_a_reason_and_the_mistake_is_told(officer: Browser) -> None:
    file = new_file(officer, product="GAO")
    officer.post(f"{file}/steps/1", {"uid": new_uid(), "done_on": "2026-01-12"})
    assert officer.post(f"{file}/steps/1/revert", {"uid": new_uid(), "reason": "nhầm ngày"}).status_code == 302
    page = words(officer.get(file).text)
    assert "1 lần ghi nhầm đã hủy" in page and "nhầm ngày" in page and "Đang ở bước 1" in page


def test_points_show_their_stars_before_they_are_recorded(officer: Browser, site: Flask) -> None:
    file = new_file(officer, product="GAO")
    assert officer.get(f"{file}/score").headers["Location"] == "/councils", "a council comes first"
    by = council(officer)
    looked = score(officer, file, by, look="1")
    assert looked.status_code == 200 and "Đủ 4 sao, cấp tỉnh công nhận." in looked.text
    assert row_of(site, "SELECT count(*) AS n FROM programme_score")["n"] == 0
    wrong = score(officer, file, by, a="41", b="nhiều")
    assert wrong.status_code == 422 and "Không đọc được số điểm này. Ghi như 31,5." in wrong.text
    above = score(officer, file, by, a="41")
    assert above.status_code == 422 and "Phần này nhiều nhất 40 điểm." in above.text and 'value="41"' in above.text
    assert score(officer, file, by, reason_a="18 trong 25 hộ").status_code == 302
    page = words(officer.get(file).text)
    assert "Được 72,5 điểm ngày 18/11/2026, đủ 4 sao; chờ quyết định công nhận." in page and "18 trong 25 hộ" in page


def test_a_producers_own_points_stand_beside_the_councils(officer: Browser) -> None:
    file = new_file(officer, product="GAO")
    own = {"on": "2026-10-01", "a": "34", "b": "18", "c": "27"}
    assert officer.post(f"{file}/self-score", own).status_code == 302
    score(officer, file, council(officer))
    page = words(officer.get(file).text)
    assert "79,0" in page and "72,5" in page and "−6,5" in page


def test_the_decision_gives_the_stars_and_points_alone_none(officer: Browser) -> None:
    file = new_file(officer, product="GAO")
    score(officer, file, council(officer))
    listed = words(officer.get("/programme-files").text)
    assert "72,5 · chờ" in listed and "72,5 · 4 sao" not in listed
    assert "★" not in officer.get("/products").text
    form = {"uid": new_uid(), "number": "QĐ 900", "issuer": "UBND tỉnh", "issued_on": "2026-11-20"}
    unsaid = officer.post(f"{file}/decision", form)
    assert unsaid.status_code == 422 and "Chọn hạng sao của quyết định." in unsaid.text and 'value="QĐ 900"' in unsaid.text
    assert officer.post(f"{file}/decision", {**form, "stars": "4"}).status_code == 302
    assert "72,5 · 4 sao" in words(officer.get("/programme-files").text)
    assert "UBND tỉnh công nhận 4 sao ngày 20/11/2026, giấy có giá trị đến 19/11/2029." in words(officer.get(file).text)


def test_too_few_points_lead_to_no_decision(officer: Browser) -> None:
    file = new_file(officer, product="GAO")
    score(officer, file, council(officer), a="10", b="10", c="10")
    page = officer.get(file).text
    assert "Được 30,0 điểm ngày 18/11/2026, chưa đủ 3 sao." in page and f"{file}/decision" not in page
    assert "chờ quyết định" not in words(officer.get("/programme-files").text)


def test_an_idea_gets_no_decision_before_it_is_a_product(officer: Browser) -> None:
    file = new_file(officer, idea="Chuối sấy")
    assert officer.get(f"{file}/decision").headers["Location"] == f"{file}/edit"


def test_a_paper_that_ends_asks_for_a_new_file(officer: Browser) -> None:
    file = new_file(officer, product="GAO")
    ends = (today() + timedelta(days=90)).isoformat()
    issued = (today() - timedelta(days=1000)).isoformat()
    form = {"uid": new_uid(), "number": "QĐ 1", "issuer": "UBND tỉnh", "issued_on": issued, "valid_until": ends, "stars": "3"}
    assert officer.post(f"{file}/decision", form).status_code == 302
    page = words(officer.get("/programme-files").text)
    assert "Cần đánh giá lại" in page and "còn 90 ngày" in page


def test_a_council_recorded_by_mistake_is_taken_back(officer: Browser) -> None:
    by = council(officer)
    assert "QĐ 7" in officer.get("/councils").text
    officer.post(f"/councils/{by}/revert", {"uid": new_uid(), "reason": "nhầm"})
    assert "QĐ 7" not in officer.get("/councils").text


def test_a_second_press_records_nothing_twice(officer: Browser, site: Flask) -> None:
    file, by, one = new_file(officer, product="GAO"), council(officer), new_uid()
    for _press in range(2):
        assert score(officer, file, by, uid=one).status_code == 302
    step = {"uid": new_uid(), "done_on": "2026-01-12"}
    for _press in range(2):
        assert officer.post(f"{file}/steps/1", step).status_code == 302
    assert row_of(site, "SELECT count(*) AS n FROM programme_score")["n"] == 1
    assert row_of(site, "SELECT count(*) AS n FROM programme_step")["n"] == 1


def test_a_storekeeper_has_no_files(office: Browser, site: Flask) -> None:
    add(site, "thukho", Role.STOREKEEPER, password=PASSWORD)
    assert Browser(site, "thukho").get("/programme-files").status_code == 403
    assert office.get("/programme-files").status_code == 200, "the manager may"
