"""The page of what stands on the papers shows each of them as it will be printed, with what is typed."""

from __future__ import annotations

import io
import re
from urllib.parse import urlencode

from flask import Flask
from PIL import Image, ImageChops

from core.db import transaction
from core.people.actor import Actor
from core.people.permits import Role
from core.printing.templates.slip_templates import add_logo
from tests.pages.office import Browser


def shown(office: Browser, **said: str) -> Image.Image:
    """The picture that the page of the template shows of a paper."""
    answer = office.get(f"/settings/slips/preview.png?{urlencode(said)}")
    assert answer.status_code == 200 and answer.mimetype == "image/png"
    return Image.open(io.BytesIO(answer.data)).convert("L")


def test_every_slip_and_sheet_is_shown_with_what_is_typed(office: Browser) -> None:
    page = office.get("/settings/slips?paper=statement").text
    choice = page[page.index("data-template-paper") : page.index("template-previews")]
    names = re.findall(r'<option value="([a-z_-]+)"( data-roll)?', choice)
    assert {"sale", "refund", "exchange", "z-report", "voucher", "statement", "delivery", "pad_sheet"} <= {
        name for name, _ in names
    }
    assert not any("label" in name for name, _ in names)
    for name, on_roll in names:
        usual = shown(office, paper=name, paper_mm="58")
        assert usual.width == (384 + 56 if on_roll else usual.width) and usual.getextrema()[0] < 40, name
        if on_roll and name != "printer-test":
            assert shown(office, paper=name, paper_mm="58", header="Mở cửa 7 giờ").height > usual.height, name


def test_a_sheet_is_shown_at_its_true_width(office: Browser) -> None:
    widths = {name: shown(office, paper=name).width for name in ("statement", "delivery")}
    assert [round(width / 2 / 96 * 25.4) for width in widths.values()] == [210, 148]


def test_an_unknown_paper_is_the_slip_of_a_sale(office: Browser) -> None:
    assert shown(office, paper="x").tobytes() == shown(office, paper="sale").tobytes()


def test_the_outlets_picture_stands_on_its_sheets_where_papers_show_it(office: Browser, site: Flask) -> None:
    file = io.BytesIO()
    Image.new("L", (900, 300), 0).save(file, "PNG")
    with site.app_context():
        logo = transaction(lambda: add_logo(file.getvalue(), Actor("quanly", Role.MANAGER))).logo
    for name in ("statement", "delivery", "price_sheet", "pad_sheet"):
        plain, own = shown(office, paper=name), shown(office, paper=name, logo=logo, shown="logo")
        box = ImageChops.difference(plain, own).getbbox()
        assert box is not None and plain.size == own.size and box[1] < plain.height / 10, name
        left = own.crop((box[0], box[1], box[0] + 100, box[1] + 60))
        assert sum(left.histogram()[:40]) > 0.8 * 100 * 60, "a dark picture in the corner"
        assert shown(office, paper=name, logo=logo).tobytes() == plain.tobytes(), "one that papers do not show"
