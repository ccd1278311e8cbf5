"""The paper of an agreement: both sides, every clause, who bears what, and the version that was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core.i18n import in_language
from core.people.permits import Role
from suppliers.papers import examples
from suppliers.papers.agreement_paper import agreement_pdf
from tests.journeys.inside import Inside
from tests.paper.sheets.reading import differs, overlaps, pages


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_agreement_looks_as_reviewed(app: Flask, language: str) -> None:
    with in_language(language):
        assert differs(f"agreement_{language}", agreement_pdf(examples.agreement())) is None


def test_the_paper_says_who_agreed_to_what(app: Flask) -> None:
    pdf = agreement_pdf(examples.agreement())
    assert overlaps(pdf) == []
    text = " ".join(pages(pdf))
    for phrase in (
        "Số 03/2026/HĐKG",
        "Bản 2, dùng từ 01/11/2026",
        "HTX Dưa muối Việt Hùng",
        "Agribank",
        "Vietcombank",
        "2301000000",
        "Đại diện Bà Vũ Thị Mai, giám đốc",
        "Bà Nguyễn Thị Lan, quản lý",
        "Bộ 7: chế biến từ rau, củ, quả, hạt: điểm bán giữ 18 %",
        "giảm 10.000 ₫ thì HTX chịu 8.200 ₫, điểm bán 1.800 ₫",
        "Thu hồi",
        "Chốt ngày cuối tháng.",
        "Phí gian hàng: 50.000 ₫ mỗi kỳ.",
        "Từ 20/09/2026 đến hết 19/09/2027.",
        "Quế Võ, ngày 26 tháng 10 năm 2026",
        "Đại diện bên giao hàng",
    ):
        assert " ".join(phrase.split()) in text, phrase


def test_a_side_without_a_kept_representative_is_filled_in_by_hand(app: Flask) -> None:
    paper = examples.agreement()
    with_both, with_one = (
        " ".join(pages(agreement_pdf(one)))
        for one in (paper, replace(paper, producer=replace(paper.producer, representative=None)))
    )
    assert "Chức vụ" not in with_both and with_one.count("Chức vụ") == 1


def test_the_paper_of_a_version_is_fetched_by_both_sides(inside: Inside) -> None:
    with inside.on(date(2026, 11, 20)):
        shop = inside.shop()
        producer, other = shop.producer(), shop.producer()
        number = shop.agreement(producer, signed_number="05/2026/HĐKG")
        later = {"producer": producer, "starts_on": "2020-01-01", "terms": [{**shop.TERM, "rate_bp": 1700}], "from": "2026-12-01"}
        shop.api.put(f"/api/v1/agreements/{number}", later | {"signed_number": "05/2026/HĐKG"}).ok(200)
        path = f"/api/v1/agreements/{number}"
        own = inside.as_role(Role.PRODUCER, producer)
        for who in (shop.api, own):
            now, asked = who.get(path, format="pdf"), who.get(path, format="pdf", version="2")
            assert now.headers["content-type"] == "application/pdf"
            assert "điểm bán giữ 15 %" in " ".join(pages(now.body)) and "điểm bán giữ 17 %" in " ".join(pages(asked.body))
        assert own.get(path, version="2").ok()["terms"][0]["rate_bp"] == 1700
        assert own.get(path, version="3").status == 404
        assert own.get(path, version="0").status == 422
        assert inside.as_role(Role.PRODUCER, other).get(path, format="pdf").status == 404
