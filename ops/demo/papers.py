"""Papers, inspections and a mark of the demonstration: one group's food safety ends soon, one producer is late in mending."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from core.db import transaction
from core.files import storing
from core.printing.fonts import pil_font
from ops.demo.story import Story
from suppliers.certificates import papers
from suppliers.certificates.requests import PaperRequest
from suppliers.choices import PaperKind
from suppliers.programme.inspections import records
from suppliers.programme.inspections.requests import InspectionRequest
from suppliers.programme.marks import rules
from suppliers.programme.marks.requests import MarkRuleRequest

_DEPARTMENT, _LABORATORY = "Chi cục Quản lý chất lượng Bắc Ninh (minh họa)", "Trung tâm Kiểm nghiệm Bắc Ninh (minh họa)"


@dataclass(frozen=True, slots=True)
class Held:
    """A paper of a product or, without one, of a producer: issued so many days before today, ending so many after it."""

    kind: PaperKind
    number: str
    issuer: str
    issued: int
    ends: int | None
    product: str | None = None
    producer: str | None = None


HELD = (
    Held(PaperKind.FOOD_SAFETY, "MH-17/2023/ATTP", _DEPARTMENT, 1082, 14, producer="THT-BL"),
    Held(PaperKind.TEST_REPORT, "MH-208/KN", _LABORATORY, 325, 40, product="MY-GAO"),
    Held(PaperKind.VIETGAP, "MH-VG-04", "Công ty chứng nhận (minh họa)", 1017, 78, product="KHOAI-TAY"),
    Held(PaperKind.TEST_REPORT, "MH-311/KN", _LABORATORY, 164, 201, product="KHOAI-TAY"),
    Held(PaperKind.FOOD_SAFETY, "MH-41/2026/CK", "UBND phường Quế Võ (minh họa)", 154, 941, producer="HTX-VH"),
    Held(PaperKind.FOOD_SAFETY, "MH-22/2025/ATTP", _DEPARTMENT, 500, 595, producer="HTX-DX"),
    Held(PaperKind.FOOD_SAFETY, "MH-23/2025/ATTP", _DEPARTMENT, 480, 615, producer="HTX-CL"),
    Held(PaperKind.SELF_DECLARATION, "01/HTX-CL/2025", "HTX Lúa thơm Chi Lăng", 470, None, product="GAO-CL10"),
    Held(PaperKind.GI, "MH-0098", "Cục Sở hữu trí tuệ (minh họa)", 2100, None, product="GAO-DX5"),
    Held(PaperKind.TRADEMARK, "MH-4521", "Cục Sở hữu trí tuệ (minh họa)", 900, 2750, producer="GOM-PL"),
    Held(PaperKind.BUSINESS, "MH-2300", "UBND thị xã Quế Võ", 1900, None, producer="THT-HQ"),
)
SENT = Held(PaperKind.SELF_DECLARATION, "02/HTX-ĐX/2026", "HTX Nông sản Đại Xuân Xanh", 6, None, product="BANH-DA")
"""What a producer sent and nobody has looked at yet."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection so many days before today; what was found wanting had to be mended so many days before or after it."""

    producer: str
    before: int
    subject: str
    result: str
    mend: int | None = None
    note: str = ""


INSPECTED = (
    Inspected("HTX-VH", 210, "food_safety", "to_mend", -180, "Khu sơ chế chưa có lưới chắn côn trùng."),
    Inspected("HTX-VH", 175, "food_safety", "met", note="Đã lắp lưới, có sổ theo dõi."),
    Inspected("THT-BL", 34, "food_safety", "to_mend", -6, "Chưa có sổ ghi thuốc bảo vệ thực vật theo lô."),
    Inspected("HTX-QT", 20, "environment", "to_mend", 25, "Nước muối thải chưa qua bể lắng."),
    Inspected("HTX-DX", 60, "food_safety", "met"),
)


def plan(story: Story) -> None:
    """Plans what was recorded before the first delivery, and what came from a producer yesterday."""
    for held in HELD:
        story.at(story.first, "06:30", partial(_put, story, held, "quanly"))
    for inspected in INSPECTED:
        story.at(max(story.first, story.day(inspected.before)), "06:31", partial(_inspect, story, inspected))
    story.at(story.day(1), "20:10", partial(_put, story, SENT, "daixuan"))


def _put(story: Story, held: Held, who: str) -> None:
    document = {
        "kind": held.kind,
        "number": held.number,
        "issuer": held.issuer,
        "issued_on": (story.today - timedelta(days=held.issued)).isoformat(),
    }
    if held.ends is not None:
        document["valid_until"] = (story.today + timedelta(days=held.ends)).isoformat()
    document |= {"product": held.product} if held.product else {"producer": str(held.producer)}
    uid = story.uid("paper", held.number)
    papers.put_paper(uid, PaperRequest.model_validate(document), story.actors[who])


def _inspect(story: Story, inspected: Inspected) -> None:
    document: dict[str, object] = {
        "producer": inspected.producer,
        "on": story.day(inspected.before).isoformat(),
        "by": "Đoàn kiểm tra liên ngành phường Quế Võ (minh họa)",
        "subject": inspected.subject,
        "result": inspected.result,
        "note": inspected.note,
    }
    if inspected.mend is not None:
        document["mend_by"] = (story.today + timedelta(days=inspected.mend)).isoformat()
    uid = story.uid("inspection", inspected.producer, inspected.before)
    records.put_inspection(uid, InspectionRequest.model_validate(document), story.actors["canbo"])


def make_mark(story: Story) -> None:
    """Makes the mark of the demonstration: its picture, and a rule that names three producers. Call it outside a transaction."""
    manager, file = story.actors["quanly"], story.uid("mark", "file")
    storing.store(file, _mark_picture(), manager)
    document = {
        "name": "OCOP Quế Võ (minh họa)",
        "files": [file],
        "producers": ["HTX-DX", "HTX-CL", "GOM-PL"],
        "where": ["label", "page"],
        "from": story.first.isoformat(),
        "to": (story.today + timedelta(days=365)).isoformat(),
    }
    rule = MarkRuleRequest.model_validate(document)
    transaction(lambda: rules.put_rule("NH-QV", rule, manager))


def _mark_picture() -> bytes:
    """A ring with a leaf and the district's name, black on white as a print head draws it."""
    from PIL import Image, ImageDraw

    side = 480
    picture = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((8, 8, side - 9, side - 9), outline="#1c6e44", width=26)
    pen.ellipse((150, 70, 330, 250), fill="#1c6e44")
    pen.line((240, 110, 240, 250), fill="white", width=12)
    for words, y, size in (("OCOP", 305, 92), ("QUẾ VÕ", 385, 62)):
        pen.text((side / 2, y), words, font=pil_font(size, True), fill="black", anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
