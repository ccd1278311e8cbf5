"""The programme's files of the demonstration: those of the district's article (2019, 2020), two of 2024, and those of this year.

Products, communes and groups are the article's (31/07/2019). Councils, points and decisions are invented; names and numbers
say so. Each was scored by the rules of its day, by the level that they name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from core.people.actor import Actor
from ops.demo.story import Story
from suppliers.certificates import papers
from suppliers.certificates.requests import PaperRequest
from suppliers.choices import PaperKind
from suppliers.programme.councils import councils, scores
from suppliers.programme.councils.requests import CouncilRequest, ScoreRequest, SelfScoreRequest
from suppliers.programme.files import files
from suppliers.programme.files.requests import FileRequest, StepRequest

OFFICER = "canbo"
READY_BY = (11, 18)
"""The day of the year from which this year's files stand as the demonstration shows them; before it they are last year's."""


@dataclass(frozen=True, slots=True)
class DemoCouncil:
    """A council, by the key that scores name it with."""

    level: str
    name: str
    decision: str
    on: str


COUNCILS = {
    "district 2019": DemoCouncil("district", "Hội đồng huyện Quế Võ (minh họa)", "MH-112/QĐ-UBND", "2019-09-10"),
    "province 2019": DemoCouncil("province", "Hội đồng tỉnh Bắc Ninh (minh họa)", "MH-640/QĐ-UBND", "2019-10-15"),
    "province 2020": DemoCouncil("province", "Hội đồng tỉnh Bắc Ninh (minh họa)", "MH-702/QĐ-UBND", "2020-10-12"),
    "district 2024": DemoCouncil("district", "Hội đồng thị xã Quế Võ (minh họa)", "MH-318/QĐ-UBND", "2024-09-16"),
}
THIS_YEARS = DemoCouncil("province", "Hội đồng tỉnh Bắc Ninh, 9 người (minh họa)", "MH-905/QĐ-UBND", "10-05")


@dataclass(frozen=True, slots=True)
class DemoScore:
    """A council's points on a day: A, B, C, and why."""

    council: str
    on: str
    points: tuple[str, str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file: its product or idea, its group, the days of its steps, its points, and the paper that followed (stars, day)."""

    product: str | None
    group: int
    steps: tuple[str, ...]
    scores: tuple[DemoScore, ...] = ()
    paper: tuple[int, str] | None = None
    aim: int | None = None
    waits_for: str | None = None
    notes: tuple[str, ...] = ()
    own: DemoScore | None = None
    idea: str | None = None
    producer: str | None = None


_STEPS_2019 = ("2019-03-12", "2019-05-20", "2019-07-31", "2019-10-30", "2019-11-20", "2019-12-28")
_STEPS_2020 = ("2020-02-18", "2020-04-06", "2020-05-25", "2020-09-30", "2020-11-18", "2020-12-30")
_STEPS_2024 = ("2024-01-15", "2024-03-04", "2024-04-22", "2024-09-10", "2024-11-05", "2024-11-20")


def _in_2019(product: str, group: int, points: tuple[str, str, str], stars: int | None) -> DemoFile:
    """A file of 2019: the district chose it, the province decided."""
    given = (DemoScore("district 2019", "2019-10-02", points), DemoScore("province 2019", "2019-11-20", points))
    steps = _STEPS_2019 if stars else _STEPS_2019[:5]
    return DemoFile(product, group, steps, given, (stars, "2019-12-20") if stars else None)


def _in_2020(product: str, group: int, points: tuple[str, str, str], stars: int | None) -> DemoFile:
    """A file of 2020."""
    steps = _STEPS_2020 if stars else _STEPS_2020[:5]
    return DemoFile(
        product, group, steps, (DemoScore("province 2020", "2020-11-18", points),), (stars, "2020-12-21") if stars else None
    )


PAST: Mapping[int, tuple[DemoFile, ...]] = {
    2019: (
        _in_2019("KHOAI-TAY", 1, ("22", "15", "28"), 3),
        _in_2019("GAO-DX5", 1, ("26.5", "18", "30"), 4),
        _in_2019("GAO-CL10", 1, ("25", "17.5", "29"), 4),
        _in_2019("DUA-LEO", 3, ("14", "9.5", "22"), None),
        _in_2019("GOM-BINH", 1, ("27", "20", "31"), 4),
    ),
    2020: (
        _in_2020("DUA-MUOI-QT", 1, ("20", "13", "25"), 3),
        _in_2020("DUA-MUOI-VH", 1, ("21.5", "15", "27"), 3),
        _in_2020("DUA-LE", 2, ("19", "14", "25"), 3),
        _in_2020("CHUOI-HQ", 3, ("13", "9", "21.5"), None),
        _in_2020("MY-GAO", 2, ("25", "17", "29"), 4),
        _in_2020("BANH-DA", 2, ("20", "13.5", "24"), 3),
    ),
    2024: (
        DemoFile("KHOAI-TAY", 1, _STEPS_2024, (DemoScore("district 2024", "2024-10-18", ("26", "14", "23")),)),
        DemoFile("BANH-DA", 2, _STEPS_2024, (DemoScore("district 2024", "2024-10-18", ("24", "13", "22.5")),)),
    ),
}
"""Files of years gone by. Those of 2024 led to the certificates that the products name themselves."""
_BEGUN = "01-12"
PRESENT = (
    DemoFile(
        "GOM-CHEN", 1, (_BEGUN, "02-26", "04-15", "08-31", "10-20", "11-05"),
        (DemoScore("this year", "10-16", ("35", "20.5", "27")),), (4, "10-20"), aim=4,
    ),
    DemoFile(
        "KHOAI-TAY", 1, (_BEGUN, "03-02", "04-20", "09-28"),
        (
            DemoScore(
                "this year", "11-18", ("31.5", "16", "25"),
                {"a": "18 trong 25 hộ có hợp đồng liên kết", "b": "túi chưa ghi vùng trồng", "c": "VietGAP còn dưới 90 ngày"},
            ),
        ),
        aim=4, own=DemoScore("", "10-08", ("34", "18", "27")),
        notes=("hội nghị phường Quế Võ", "nhóm 1, chủ lực", "25 hộ, 18 ha vụ đông", "kho mát, túi lưới 2 kg"),
    ),
    DemoFile("DUA-LE", 2, (_BEGUN, "03-02", "04-22", "09-30"), waits_for="chấm 18/12"),
    DemoFile("DUA-LEO", 3, (_BEGUN, "03-05", "04-28"), waits_for="chờ VietGAP", aim=3),
    DemoFile("CHUOI-HQ", 3, (_BEGUN, "03-18"), waits_for="sửa hồ sơ", aim=3),
    DemoFile("DUA-MUOI-QT", 1, (_BEGUN,), waits_for="nộp ý tưởng", aim=4),
    DemoFile(None, 2, (_BEGUN,), waits_for="chờ mẫu 01", idea="Chuối sấy giòn Hán Quảng", producer="THT-HQ"),
)  # fmt: skip
"""This year's files, each at another step."""


def plan(story: Story) -> None:
    """Plans what the officer records: what is past on the first morning, the rest on its own day."""
    year = story.today.year if (story.today.month, story.today.day) >= READY_BY else story.today.year - 1
    for key, council in COUNCILS.items():
        _plan_council(story, key, council)
    _plan_council(story, "this year", replace(THIS_YEARS, on=f"{year}-{THIS_YEARS.on}"))
    for past, of_year in PAST.items():
        for file in of_year:
            _plan_file(story, past, file, "")
    for file in PRESENT:
        _plan_file(story, year, file, f"{year}-")


def _on(story: Story, day: str, clock_time: str, act: Callable[[Actor], object]) -> None:
    """Plans an act of the officer: on its day, or on the first morning for what lies before the story."""
    happened = date.fromisoformat(day)
    if happened <= story.first:
        story.at(story.first, f"07:05:{clock_time[3:]}", lambda: act(story.actors[OFFICER]))
    else:
        story.at(happened, clock_time, lambda: act(story.actors[OFFICER]))


def _plan_council(story: Story, key: str, council: DemoCouncil) -> None:
    document = CouncilRequest.model_validate(asdict(council))
    uid = story.uid("council", key)
    _on(
        story,
        council.on,
        "16:00",
        lambda who: story.put("programme-councils", uid, lambda: councils.put_council(uid, document, who)),
    )


def _plan_file(story: Story, year: int, file: DemoFile, begins: str) -> None:
    """Plans a file and all that happened to it; `begins` is what its days begin with."""
    key = file.product or str(file.idea)
    uid = story.uid("programme-file", year, key)
    named = {"product": file.product} if file.product else {"idea": file.idea, "producer": file.producer}
    given = {"year": year, "group": file.group, "aim": file.aim, "waits_for": file.waits_for}
    document = FileRequest.model_validate(named | given)
    _on(story, begins + file.steps[0], "16:05", lambda who: files.put_file(uid, document, who))
    for n, day in enumerate(file.steps, 1):
        _plan_step(story, uid, n, begins + day, file.notes[n - 1] if n <= len(file.notes) else None)
    if file.own:
        own = SelfScoreRequest.model_validate(_points(file.own, begins))
        _on(story, begins + file.own.on, "16:20", lambda who: scores.put_self_score(uid, own, who))
    for score in file.scores:
        _plan_score(story, uid, score, begins)
    if file.paper and file.product:
        _plan_paper(story, file.product, file.paper[0], begins + file.paper[1])


def _plan_step(story: Story, file: str, n: int, day: str, note: str | None) -> None:
    uid = story.uid("programme-step", file, n)
    document = StepRequest.model_validate({"uid": uid, "done_on": day, "note": note})
    _on(
        story,
        day,
        f"16:{10 + n}",
        lambda who: story.put("programme-steps", uid, lambda: files.record_step(file, n, document, who)),
    )


def _points(score: DemoScore, begins: str) -> dict[str, object]:
    points = dict(zip("abc", score.points, strict=True))
    return {**points, "on": begins + score.on, "reasons": dict(score.reasons)}


def _plan_score(story: Story, file: str, score: DemoScore, begins: str) -> None:
    uid, council = story.uid("programme-score", file, score.council), story.uid("council", score.council)
    document = ScoreRequest.model_validate({**_points(score, begins), "file": file, "council": council})
    _on(
        story,
        begins + score.on,
        "16:30",
        lambda who: story.put("programme-scores", uid, lambda: scores.put_score(uid, document, who)),
    )


def _plan_paper(story: Story, product: str, stars: int, day: str) -> None:
    document = PaperRequest.model_validate(
        {
            "kind": PaperKind.OCOP,
            "product": product,
            "number": f"MH-{product}/{day[:4]} (minh họa)",
            "issuer": "UBND tỉnh Bắc Ninh",
            "issued_on": day,
            "stars": stars,
        }
    )
    uid = story.uid("ocop", product, day)
    _on(story, day, "16:40", lambda who: papers.put_paper(uid, document, who))
