"""Codes in a camera's pictures are read by the server, for those who sell or handle goods, slowly and without a trace."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from core.people.permits import Role
from core.printing import qr
from core.printing.drawing import Drawing, EanMark, to_image
from inventory.codes import api as codes_api
from inventory.codes import frames
from tests.journeys.inside import Inside

PATH = "/api/v1/codes/read"


@pytest.fixture(autouse=True)
def fresh_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test is slowed down by the one before it."""
    monkeypatch.setattr(codes_api, "pace", frames.Pace())


def file(picture: Image.Image, kind: str = "JPEG") -> str:
    """A picture as a till sends it."""
    out = io.BytesIO()
    picture.convert("L").save(out, kind, quality=60)
    return base64.b64encode(out.getvalue()).decode()


def seen(code: Image.Image) -> Image.Image:
    """A code as a camera sees it: small, a little turned, on grey."""
    sheet = Image.new("L", (640, 480), 170)
    sheet.paste(code.convert("L"), (90, 80))
    return sheet.rotate(4, fillcolor=170)


def test_codes_of_goods_and_of_slips_are_read(inside: Inside) -> None:
    cashier = inside.as_role(Role.CASHIER)
    link = "https://ocop.example.vn/01/08938500000010/10/GT-2611-01?17=271120"
    read = [cashier.post(PATH, {"file": file(seen(qr.image(link, module=6, border=4)))}).ok()["codes"]]
    plan = Drawing(50, 25, [EanMark(5, 3, 40, 18, "8938500000010")])
    read.append(cashier.post(PATH, {"file": file(seen(to_image(plan, 8)))}).ok()["codes"])
    assert read == [[link], ["8938500000010"]]
    assert cashier.post(PATH, {"file": file(Image.new("L", (640, 480), 90))}).ok() == {"codes": []}


@pytest.mark.parametrize(
    "image",
    ["", "@@@", base64.b64encode(b"no picture").decode(), file(Image.new("L", (64, 64)), "PNG"),
     file(Image.new("L", (64, 64)))[:400], file(Image.new("L", (4000, 3000)))],
    ids=["nothing", "no base64", "no picture", "another kind", "half a picture", "too many dots"],
)  # fmt: skip
def test_what_is_no_small_picture_is_refused_at_its_field(inside: Inside, image: str) -> None:
    answer = inside.as_role(Role.CASHIER).post(PATH, {"file": image})
    assert answer.status == 422 and [error["field"] for error in answer.json["errors"]] == ["file"]


def test_a_large_file_is_refused_unread(inside: Inside) -> None:
    answer = inside.as_role(Role.CASHIER).post(PATH, {"file": "A" * (frames.MOST_BYTES * 4 // 3 + 8)})
    assert answer.status == 422


def test_only_those_who_sell_may_ask(inside: Inside) -> None:
    assert inside.as_role(Role.OFFICER).post(PATH, {"file": "AAAA"}).status == 403


def test_more_than_four_pictures_a_second_are_too_many_and_others_may_go_on() -> None:
    pace = frames.Pace()
    for n in range(12):
        pace.check("ha T1", at_s=n / 3)
    for n in range(3):
        pace.check("ha T1", at_s=10 + n / 100)
    pace.check("ha T1", at_s=10.05)
    with pytest.raises(frames.TooFast):
        pace.check("ha T1", at_s=10.06)
    pace.check("lan T2", at_s=10.06)
    pace.check("ha T1", at_s=11.2)


def test_the_server_says_when_it_was_too_fast_and_keeps_nothing(inside: Inside) -> None:
    cashier = inside.as_role(Role.CASHIER)
    image = file(seen(qr.image("8938500000010", module=6, border=4)))
    before = inside.api.all("/api/v1/audit")
    answers = [cashier.post(PATH, {"file": image}).status for _ in range(8)]
    assert answers[:4] == [200] * 4 and 429 in answers
    assert inside.api.all("/api/v1/audit") == before
