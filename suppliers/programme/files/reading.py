"""What is read of files: as they stand, with their steps, scores and the paper that recognised them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from core.db import Row, fetch_all
from core.errors import NotFound
from core.i18n import N_
from suppliers.certificates.models import ProducerPaper
from suppliers.choices import PaperKind
from suppliers.models import Product
from suppliers.programme.councils import councils, scores
from suppliers.programme.councils.models import ProgrammeReversal, ProgrammeScore
from suppliers.programme.councils.results import SelfScoreResult
from suppliers.programme.files.choices import STEPS, FileState
from suppliers.programme.files.models import ProgrammeFile, ProgrammeStep
from suppliers.programme.files.owners import of_producer
from suppliers.programme.files.results import ProgrammeFileResult, StepResult

RECOGNISED_FROM = 3
"""The fewest stars that anybody recognises."""


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files: of a year, of a product, of a producer and its products, in a state."""

    year: int | None = None
    product: str | None = None
    producer: str | None = None
    state: FileState | None = None


def _query() -> Select[tuple[object, ...]]:
    """Files with their owner, their state, and the paper that followed from the first points they got.

    A paper belongs to the last file of its product that a council had scored when it was issued.
    """
    scored, other, others = aliased(ProgrammeScore), aliased(ProgrammeFile), aliased(ProgrammeScore)

    of_file = scored.file_uid == ProgrammeFile.uid, scored.council_uid.is_not(None), councils.stands(scored)
    first_day = select(func.min(scored.scored_on)).where(*of_file).correlate(ProgrammeFile).scalar_subquery()
    newest = select(scored.stars).where(*of_file).order_by(scored.scored_on.desc(), scored.id.desc()).limit(1)
    stars = newest.correlate(ProgrammeFile).scalar_subquery()
    scored_since = (
        select(others.uid)
        .join(other, other.uid == others.file_uid)
        .where(
            other.product_code == ProgrammeFile.product_code,
            other.uid != ProgrammeFile.uid,
            others.scored_on > first_day,
            others.scored_on <= ProducerPaper.issued_on,
            others.council_uid.is_not(None),
            councils.stands(others),
        )
        .correlate(ProgrammeFile, ProducerPaper)
    )
    paper = (
        select(ProducerPaper.uid)
        .where(
            ProducerPaper.product_code == ProgrammeFile.product_code,
            ProducerPaper.kind == PaperKind.OCOP,
            ProducerPaper.approved_at.is_not(None),
            ProducerPaper.stars.is_not(None),
            ProducerPaper.issued_on >= first_day,
            ~scored_since.exists(),
        )
        .order_by(ProducerPaper.issued_on, ProducerPaper.id)
        .limit(1)
        .correlate(ProgrammeFile)
        .scalar_subquery()
    )
    state = case(
        (stars.is_(None), FileState.UNSCORED.value),
        (paper.is_not(None), FileState.RECOGNISED.value),
        (stars < RECOGNISED_FROM, FileState.BELOW.value),
        else_=FileState.AWAITING.value,
    )
    owner = func.coalesce(Product.producer_code, ProgrammeFile.producer_code)
    return select(ProgrammeFile.__table__, owner.label("owner"), state.label("state"), paper.label("paper")).outerjoin(
        Product, Product.code == ProgrammeFile.product_code
    )


_FILES = _query()
_state = _FILES.selected_columns["state"]


def show_file(uid: str, producer: str | None = None) -> ProgrammeFileResult:
    """A file. Raises NotFound, also for another's than that of `producer`."""
    found = _read(_narrowed(FileFilter(producer=producer)).where(ProgrammeFile.uid == uid))
    if not found:
        raise NotFound(N_("Không có hồ sơ này."))
    return found[0]


def list_files(wanted: FileFilter, after: int | None = None, limit: int = 1000) -> list[ProgrammeFileResult]:
    """Files in the order they were added."""
    query = _narrowed(wanted).order_by(ProgrammeFile.id).limit(limit)
    return _read(query if after is None else query.where(ProgrammeFile.id > after))


def years() -> list[int]:
    """The years that have files, the latest first."""
    query = select(ProgrammeFile.year).group_by(ProgrammeFile.year).order_by(ProgrammeFile.year.desc())
    return [row["year"] for row in fetch_all(query)]


def _narrowed(wanted: FileFilter) -> Select[tuple[object, ...]]:
    query = _FILES
    if wanted.year is not None:
        query = query.where(ProgrammeFile.year == wanted.year)
    if wanted.product is not None:
        query = query.where(ProgrammeFile.product_code == wanted.product)
    if wanted.producer is not None:
        query = query.where(of_producer(wanted.producer))
    return query.where(_state == wanted.state.value) if wanted.state is not None else query


def _steps(files: Collection[str]) -> dict[str, list[StepResult]]:
    """The steps of files as they were recorded, by file; those taken back too."""
    query = (
        select(
            ProgrammeStep.__table__,
            ProgrammeReversal.uid.label("reversal"),
            ProgrammeReversal.reason,
            ProgrammeReversal.reversed_at,
            ProgrammeReversal.reversed_by,
        )
        .outerjoin(ProgrammeReversal, ProgrammeReversal.step_uid == ProgrammeStep.uid)
        .where(ProgrammeStep.file_uid.in_(sorted(files)))
        .order_by(ProgrammeStep.id)
    )
    found: dict[str, list[StepResult]] = defaultdict(list)
    for row in fetch_all(query):
        step = StepResult(
            uid=row["uid"],
            step=row["step"],
            done_on=row["done_on"],
            note=row["note"],
            document=row["document_uid"],
            recorded_at=row["recorded_at"],
            recorded_by=row["recorded_by"],
            taken_back=councils.taken_back(row),
        )
        found[row["file_uid"]].append(step)
    return found


def _read(query: Select[tuple[object, ...]]) -> list[ProgrammeFileResult]:
    rows = fetch_all(query)
    files = [row["uid"] for row in rows]
    steps, newest, own = _steps(files), scores.newest_scores(files), scores.self_scores(files)
    return [
        _file(row, steps[row["uid"]], newest[row["uid"]].uid if row["uid"] in newest else None, own.get(row["uid"]))
        for row in rows
    ]


def _file(row: Row, steps: Sequence[StepResult], score: str | None, own: SelfScoreResult | None) -> ProgrammeFileResult:
    standing = [step for step in steps if step.taken_back is None]
    return ProgrammeFileResult(
        uid=row["uid"],
        product=row["product_code"],
        idea=row["idea"],
        producer=row["owner"],
        commune=row["commune"],
        year=row["year"],
        group=row["priority_group"],
        aim=row["aim"],
        waits_for=row["waits_for"],
        state=FileState(row["state"]),
        steps=standing,
        next_step=len(standing) + 1 if len(standing) < len(STEPS) else None,
        mistakes=[step for step in steps if step.taken_back is not None],
        self_score=own,
        score=score,
        paper=row["paper"],
        added_at=row["added_at"],
        added_by=row["added_by"],
        id=row["id"],
    )
