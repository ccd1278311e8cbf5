"""Files with their names, the cells of their six steps, and what their points led to."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.text.formats import day as written_day
from core.text.labels import say
from office.programme.charts import written_points
from office.programme.results import FileRow, StepCell, StepState
from suppliers import producers
from suppliers.certificates import papers
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperKind, PaperState
from suppliers.models import Product
from suppliers.programme.councils import scores
from suppliers.programme.councils.results import ScoreResult
from suppliers.programme.files.choices import STEPS, FileState
from suppliers.programme.files.results import ProgrammeFileResult

MOST_PAPERS = 1000
"""OCOP papers that are read for a page; a district has dozens."""


def rows_of(files: Sequence[ProgrammeFileResult]) -> list[FileRow]:
    """Files as the pages show them."""
    codes = sorted({file.product for file in files if file.product})
    goods = {r["code"]: r for r in fetch_all(select(Product.code, Product.name, Product.photo).where(Product.code.in_(codes)))}
    names = dict(producers.producer_names())
    given = scores.newest_scores([file.uid for file in files])
    recognised = [paper for paper in papers.list_papers(PaperFilter(kind=PaperKind.OCOP), None, MOST_PAPERS) if _gives(paper)]
    rows = []
    for file in files:
        score = given.get(file.uid)
        own = [paper for paper in recognised if paper.product == file.product and file.product]
        paper = next((one for one in own if one.uid == file.paper), None)
        product = goods.get(file.product or "")
        before = _before(own, paper, score)
        rises_from = before.stars if before and before.stars and file.aim and file.aim > before.stars else None
        rows.append(
            FileRow(
                file=file,
                title=product["name"] if product else file.idea or "",
                owner_name=names.get(file.producer or "", ""),
                photo=product["photo"] if product else None,
                why=_why(file, before, rises_from),
                rises_from=rises_from,
                cells=_cells(file, score),
                score=score,
                paper=paper,
                standing=_standing(file, paper),
            )
        )
    return rows


def _gives(paper: PaperResult) -> bool:
    return paper.stars is not None and paper.state is not PaperState.WAITING


def _before(own: Sequence[PaperResult], paper: PaperResult | None, score: ScoreResult | None) -> PaperResult | None:
    """The newest paper of a product from before a file's: what it was evaluated from."""
    if paper is not None:
        earlier = [one for one in own if one.uid != paper.uid and one.issued_on <= paper.issued_on]
    else:
        until = score.on if score is not None else clock.today()
        earlier = [one for one in own if one.issued_on <= until]
    return max(earlier, key=lambda one: (one.issued_on, one.id), default=None)


def _why(file: ProgrammeFileResult, before: PaperResult | None, rises_from: int | None) -> str:
    """Why a product is evaluated: it is new, hopes for more stars, or its paper ends."""
    if before is None:
        return str(_("mới"))
    if rises_from is not None:
        return str(_("%(from)s lên %(to)s sao", **{"from": rises_from, "to": file.aim}))
    return str(_("đánh giá lại"))


def _cells(file: ProgrammeFileResult, score: ScoreResult | None) -> list[StepCell]:
    """The six cells: done with their days, the one under way with what it waits for, those ahead."""
    cells = []
    done = {step.step: step for step in file.steps}
    for number in range(1, len(STEPS) + 1):
        step = done.get(number)
        if step is not None:
            cells.append(StepCell(number, StepState.DONE, written_day(step.done_on), step))
        elif number == file.next_step:
            cells.append(StepCell(number, StepState.NOW, _now(file), None))
        else:
            cells.append(StepCell(number, StepState.AHEAD, "–", None))
    return cells


def _now(file: ProgrammeFileResult) -> str:
    if file.waits_for:
        return file.waits_for
    if file.state in {FileState.AWAITING, FileState.BELOW}:
        return str(say(file.state, "file_state"))
    return str(_("đang làm"))


def _standing(file: ProgrammeFileResult, paper: PaperResult | None) -> str:
    """What the points led to: the stars of the paper, never those of the points."""
    if paper is not None:
        return str(_("%(n)s sao", n=paper.stars))
    return {FileState.AWAITING: str(_("chờ")), FileState.BELOW: str(_("chưa đủ 3 sao"))}.get(file.state, "")


def lead_of(row: FileRow) -> str:
    """What stands under a file's head: the stars it hopes for, what its newest points were, and what they wait for."""
    if row.rises_from is not None and row.paper is None:
        hopes = _("Xin nâng từ %(from)s lên %(to)s sao.", **{"from": row.rises_from, "to": row.file.aim})
        return f"{hopes} {_stands(row)}"
    return _stands(row)


def _stands(row: FileRow) -> str:
    """How far a file has come, in a sentence."""
    if row.paper is not None:
        return str(
            _(
                "%(issuer)s công nhận %(stars)s sao ngày %(day)s, giấy có giá trị đến %(until)s.",
                issuer=row.paper.issuer,
                stars=row.paper.stars,
                day=written_day(row.paper.issued_on),
                until=written_day(row.paper.valid_until),
            )
        )
    if row.score is None:
        if row.file.next_step is None:
            return str(_("Đã đủ sáu bước, chưa có phiếu chấm của hội đồng."))
        return str(_("Đang ở bước %(n)s, chưa chấm điểm.", n=row.file.next_step))
    points = written_points(row.score.points)
    if row.file.state is FileState.BELOW:
        return str(_("Được %(points)s điểm ngày %(day)s, chưa đủ 3 sao.", points=points, day=written_day(row.score.on)))
    return str(
        _(
            "Được %(points)s điểm ngày %(day)s, đủ %(stars)s sao; chờ quyết định công nhận.",
            points=points,
            day=written_day(row.score.on),
            stars=row.score.stars,
        )
    )
