"""The programme's years of the demonstration: the plans of the district's article (2019, 2020) and of this year, who takes part,
trainings.

What the article of 31/07/2019 says stands as it says it; figures that it does not give, and all of this year's, are invented.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from core.people.actor import Actor
from ops.demo.story import Story
from suppliers.programme.participation import registry
from suppliers.programme.participation.choices import ParticipationKind
from suppliers.programme.participation.requests import ParticipationRequest, YearRequest
from suppliers.programme.plans import plans
from suppliers.programme.plans.requests import GroupTargets, PlanRequest, TargetNotes, Targets
from suppliers.programme.trainings import trainings
from suppliers.programme.trainings.requests import TrainingRequest

OFFICER = "canbo"
COMMITTEE = "100 % thành viên ban chỉ đạo huyện, xã"
RANGES = TargetNotes(cooperatives_new="từ 1 đến 2", cooperatives_strengthened="từ 3 đến 5", trained=COMMITTEE)
ARTICLE = "Theo kế hoạch 2019–2020 của huyện Quế Võ, bài ngày 31/07/2019"
PLANS = {
    2019: PlanRequest(
        targets=Targets(products=4, cooperatives_new=2, cooperatives_strengthened=3, sales_points=1, trained=60),
        notes=RANGES,
        points=["Điểm bán sản phẩm OCOP Quế Võ"],
        note=ARTICLE,
    ),
    2020: PlanRequest(
        targets=Targets(products=6, cooperatives_new=1, cooperatives_strengthened=3, sales_points=1, trained=60),
        notes=RANGES,
        points=["Điểm bán sản phẩm OCOP Quế Võ"],
        note=ARTICLE,
    ),
}
THIS_YEARS = PlanRequest(
    targets=Targets(
        products=4, cooperatives_new=2, cooperatives_strengthened=4, sales_points=1, trained=60, sales_vnd=250_000_000
    ),
    notes=TargetNotes(cooperatives_new="từ 1 đến 2", cooperatives_strengthened="từ 3 đến 5"),
    by_group=[GroupTargets(group=1, products=2), GroupTargets(group=2, products=1), GroupTargets(group=3, products=1)],
    points=["Điểm bán OCOP Quế Võ"],
    note="Kế hoạch minh họa",
)
NEW, STRENGTHENED = ParticipationKind.NEW, ParticipationKind.STRENGTHENED
PARTS: dict[str, tuple[int, list[tuple[int, ParticipationKind]], str | None]] = {
    "HTX-DX": (112, [(2019, STRENGTHENED), (2020, STRENGTHENED), (0, STRENGTHENED)], "Thêm máy tráng bánh đa, nhà phơi có mái."),
    "HTX-CL": (86, [(2019, NEW), (2020, STRENGTHENED)], None),
    "HTX-VH": (64, [(2020, NEW), (0, STRENGTHENED)], "Xưởng muối dưa đạt điều kiện an toàn thực phẩm."),
    "HTX-QT": (41, [(0, NEW)], None),
    "THT-BL": (18, [(2019, STRENGTHENED), (0, STRENGTHENED)], "Làm hồ sơ VietGAP cho dưa leo."),
    "THT-HQ": (22, [(0, NEW)], "Lập hợp tác xã, sửa hồ sơ chuối."),
    "GOM-PL": (9, [(2019, STRENGTHENED), (2020, STRENGTHENED)], None),
}
"""Members, years (0 is this year) and the plan to strengthen; all invented."""
TRAININGS: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("2019-08-22", "Sáu bước của Chương trình OCOP, cho ban chỉ đạo huyện, xã", (), 63),
    ("2020-06-11", "Lập phương án sản xuất kinh doanh", ("HTX-DX", "HTX-CL", "HTX-VH"), 34),
    ("03-12", "Bộ tiêu chí đánh giá theo QĐ 26, cho ban chỉ đạo xã, phường", (), 28),
    ("09-17", "Ghi chép sản xuất, truy xuất nguồn gốc bằng mã QR", ("HTX-DX", "HTX-VH", "THT-BL"), 24),
    ("12-12", "Câu chuyện sản phẩm, chụp ảnh, bán hàng qua mạng", ("THT-HQ", "HTX-QT", "HO-NH"), 12),
)


def plan(story: Story) -> None:
    """Plans that the officer records the years, the producers taking part and the trainings, before the outlet's first day."""
    story.at(story.first, "06:50", partial(_record, story))


def _record(story: Story) -> None:
    officer, year = story.actors[OFFICER], story.today.year
    for of_year, planned in {**PLANS, year: THIS_YEARS}.items():
        plans.put_plan(of_year, planned, officer)
    for code, (members, years, plan_text) in PARTS.items():
        _take_part(code, members, [(of or year, kind) for of, kind in years], plan_text, officer)
    for n, (day, subject, producers, people) in enumerate(TRAININGS):
        whole = date.fromisoformat(day if len(day) == len("2019-08-22") else f"{year}-{day}")
        document = TrainingRequest.model_validate(
            {"on": whole.isoformat(), "subject": f"{subject} (minh họa)", "for": list(producers), "people": people}
        )
        trainings.put_training(story.uid("training", n), document, officer)


def _take_part(
    code: str, members: int, years: list[tuple[int, ParticipationKind]], strengthening: str | None, officer: Actor
) -> None:
    kinds = [YearRequest(year=year, kind=kind) for year, kind in dict.fromkeys(years)]
    since = date(min(year for year, _kind in years), 7, 31)
    document = ParticipationRequest.model_validate(
        {
            "since": since.isoformat(),
            "members": members,
            "strengthening": strengthening,
            "years": [kind.model_dump(mode="json") for kind in kinds],
        }
    )
    registry.put_participation(code, document, officer)
