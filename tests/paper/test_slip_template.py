"""What a manager puts on the slips: it stands there, nothing else changes, and every version can be had back."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from core.i18n import in_language
from core.printing.bilingual import both
from core.printing.layout import Pair, Picture, Qr, Text
from pos.receipts.papers import examples
from pos.receipts.receipt import rows
from tests.journeys.inside import Inside
from tests.outlet import Answer, uid

PATH = "/api/v1/slip-template"


def picture(width: int = 900, height: int = 300, kind: str = "PNG") -> str:
    """A file in base64."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "black").save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


def fields(answer: Answer) -> list[str]:
    """The fields a refusal names."""
    return [error["field"] for error in answer.json["errors"]]


def slip(inside: Inside, **template: Any) -> str:
    """The text of a new sale's slip once the template is put."""
    inside.api.put(PATH, {"hidden": []} | template).ok()
    shop = inside.shop()
    sale = shop.sell(shop.line(shop.stocked()))
    return inside.api.get(f"/api/v1/sales/{sale['uid']}/receipt", format="text").body.decode()


def test_texts_stand_on_the_slip_and_parts_can_be_left_away(inside: Inside) -> None:
    inside.api.put(
        "/api/v1/outlet", {"name": "Điểm bán", "address": "1 Phố Cũ", "phone": "0912 345 678", "tax_code": "2300123456"}
    ).ok()
    usual = slip(inside)
    assert "1 Phố Cũ" in usual and "Lô " in usual and "Cảm ơn quý khách!" in usual and "Mã đối chiếu" in usual
    texts = {"header": "Mở cửa 7 giờ", "footer": "Đổi trả\ntrong ngày", "thanks": "Hẹn gặp lại!"}
    own = slip(inside, **texts, hidden=["address", "lot_code", "digest"])
    for line in ("Mở cửa 7 giờ", "Đổi trả", "trong ngày", "Hẹn gặp lại!", "0912", "2300123456", "Phiếu này không phải hóa đơn."):
        assert line in own
    for gone in ("1 Phố Cũ", "Lô ", "Cảm ơn quý khách!", "Mã đối chiếu"):
        assert gone not in own


def test_a_slip_speaks_two_languages(inside: Inside) -> None:
    text = slip(inside, second_language="en")
    discounts = both([Pair("2 × 30 giảm 10 %", "54")], [Pair("2 × 30 less 10 %", "54")])
    assert discounts == [Pair("2 × 30 giảm 10 % / less 10 %", "54")]
    assert "Tổng / Total" in text and "Tiền mặt / Cash" in text
    assert "Phiếu này không phải hóa đơn." in text and "This receipt is not a tax invoice." in text


@pytest.mark.parametrize("receipt", [examples.sale(0), examples.sale(2), examples.refund(1)])
def test_both_languages_have_the_same_rows(receipt: Any) -> None:
    with in_language("vi"):
        first = rows(receipt)
    with in_language("en"):
        second = rows(receipt)
    together = both(first, second)
    assert len([row for row in together if not isinstance(row, Text)]) == len([row for row in first if not isinstance(row, Text)])
    assert [row.content for row in together if isinstance(row, Qr)] == [row.content for row in first if isinstance(row, Qr)]


def test_a_picture_is_kept_once_and_made_fit_for_the_head(inside: Inside) -> None:
    added = inside.api.post("/api/v1/slip-logos", {"uid": uid(), "file": picture()}).ok(201)
    assert (added["width"], added["height"]) == (640, 213)
    again = inside.api.post("/api/v1/slip-logos", {"uid": uid(), "file": picture()}).ok(201)
    assert again == added
    inside.api.put(PATH, {"logo": added["logo"], "hidden": []}).ok()
    from core.printing.issuer import present_issuer
    from core.printing.slip_parts import head

    assert isinstance(head(present_issuer())[0], Picture)
    inside.api.put(PATH, {"logo": added["logo"], "hidden": ["logo"]}).ok()
    assert not isinstance(head(present_issuer())[0], Picture)


@pytest.mark.parametrize("file", ["", "@@@", base64.b64encode(b"no picture").decode(), picture()[:200], picture(kind="GIF")])
def test_what_is_no_picture_is_refused_at_its_field(inside: Inside, file: str) -> None:
    answer = inside.api.post("/api/v1/slip-logos", {"uid": uid(), "file": file})
    assert answer.status == 422 and fields(answer) == ["file"]


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused(inside: Inside) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    answer = inside.api.post("/api/v1/slip-logos", {"uid": uid(), "file": base64.b64encode(out.getvalue()).decode()})
    assert answer.status == 422 and fields(answer) == ["file"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("header", "a\n" * 4 + "a"), ("thanks", "a" * 301), ("logo", "0" * 64), ("second_language", "fr"), ("hidden", ["total"])],
)
def test_what_no_slip_has_room_for_is_refused(inside: Inside, field: str, value: Any) -> None:
    answer = inside.api.put(PATH, {"hidden": [], field: value})
    assert answer.status == 422 and fields(answer)[0].startswith(field)
    assert inside.api.get(PATH).ok()["version"] == 0


def test_each_change_is_a_version_and_the_same_once_more_is_none(inside: Inside) -> None:
    for thanks in ("Một", "Hai", "Hai"):
        inside.api.put(PATH, {"thanks": thanks, "hidden": []}).ok()
    versions = inside.api.get(f"{PATH}/versions").ok()["items"]
    assert [(v["version"], v["thanks"]) for v in versions] == [(2, "Hai"), (1, "Một")]
    trail = [line for line in inside.api.all("/api/v1/audit") if line["action"] == "slips.changed"]
    assert [(line["before"]["thanks"], line["after"]["thanks"]) for line in trail] == [(None, "Một"), ("Một", "Hai")]
