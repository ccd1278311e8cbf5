"""Every paper on sheets that an area registers is drawn from its example, in either language."""

from __future__ import annotations

import pytest
from flask import Flask

from core.area import registered
from core.i18n import in_language
from core.printing.papers import SheetFormat, SheetPaper
from tests.paper.sheets.reading import overlaps, pages

EXPECTED = {
    "delivery",
    "return",
    "transfer",
    "loss",
    "count",
    "statement",
    "payout_sheet",
    "price_sheet",
    "pad_sheet",
    "recall",
    "agreement",
}
OURS = (
    "Ký, họ tên",
    "Trang ",
    "Quyển",
    "Mã số thuế",
    "Điện thoại",
    "STT",
    "Số lượng",
    "Cộng",
    "Ngày",
    "Đơn giá",
    "Thành tiền",
    "Hoa hồng",
)
"""Words of papers that an English one never says."""


def sheets() -> dict[str, SheetPaper]:
    """The registered sheets by name."""
    return {name: paper for name, paper in registered().papers.items() if isinstance(paper, SheetPaper)}


def test_the_family_is_registered(app: Flask) -> None:
    assert sheets().keys() >= EXPECTED


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_example_is_whole_in_both_languages(app: Flask, name: str) -> None:
    paper = sheets()[name]
    for language in ("vi", "en"):
        with in_language(language):
            pdf = paper.example[SheetFormat.PDF]()
        texts = pages(pdf)
        assert all(overlaps(pdf, page) == [] for page in range(len(texts)))
        whole = " ".join(texts)
        assert "Điểm bán OCOP Quế Võ" in whole
        assert [phrase for phrase in OURS if phrase in whole] == [] or language == "vi"
    if SheetFormat.XLSX in paper.example:
        assert paper.example[SheetFormat.XLSX]().startswith(b"PK")
