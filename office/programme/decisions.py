"""What waits for the manager about papers and inspections: what producers sent, what ended or ends soon, what is not mended."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from core.text.formats import capitalized
from core.text.formats import day as written_day
from core.text.labels import say
from office.results import Decision, Tone
from suppliers import producers
from suppliers.certificates import register
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.register import NamedPaper
from suppliers.programme.inspections import records
from suppliers.programme.inspections.choices import InspectionState

SOON = 30
"""Days before its end from when a paper stands on the manager's day."""
NAMED = 2
"""Papers named one by one; the rest are a number with a link."""


def papers() -> list[Decision]:
    """Papers that wait for their approval as one line, then those that have ended or end within SOON days."""
    to_do = register.to_do(PaperFilter())
    decisions = []
    if to_do.waiting:
        first = to_do.waiting[0]
        one = len(to_do.waiting) == 1
        decisions.append(
            Decision(
                sentence=_("%(n)s giấy HTX gửi chờ duyệt", n=len(to_do.waiting)),
                detail=_title(first) if one else _("giấy chưa duyệt thì chưa được tính"),
                href=url_for("papers.paper", uid=first.paper.uid) if one else url_for("papers.papers_list", state="waiting"),
                action=_("Duyệt"),
                tone=Tone.WARN,
            )
        )
    ending = [*to_do.ended, *(row for days, rows in to_do.soon if days <= SOON for row in rows)]
    decisions += [_decision(row) for row in ending[:NAMED]]
    if len(ending) > NAMED:
        more = _("%(n)s giấy nữa đã hết hạn hoặc sắp hết hạn", n=len(ending) - NAMED)
        decisions.append(Decision(more, "", url_for("papers.papers_list"), _("Xem tất cả"), Tone.WARN))
    return decisions


def inspections() -> list[Decision]:
    """Inspections whose last day to mend has passed, one by one."""
    late = [one for one in records.open_inspections() if one.state is InspectionState.OVERDUE]
    if not late:
        return []
    names = dict(producers.producer_names())
    decisions = [
        Decision(
            sentence=_("%(producer)s quá hạn khắc phục %(n)s ngày", producer=names[one.producer], n=-(one.days_left or 0)),
            detail=_(
                "%(subject)s, kiểm tra ngày %(day)s",
                subject=capitalized(say(one.subject, "inspection_subject")),
                day=written_day(one.on),
            ),
            href=url_for("inspections.inspection", uid=one.uid),
            action=_("Xem"),
            tone=Tone.WARN,
        )
        for one in late[:NAMED]
    ]
    if len(late) > NAMED:
        more = _("%(n)s lần kiểm tra nữa quá hạn khắc phục", n=len(late) - NAMED)
        decisions.append(Decision(more, "", url_for("inspections.inspections_list", state="overdue"), _("Xem tất cả"), Tone.WARN))
    return decisions


def _decision(row: NamedPaper) -> Decision:
    paper = row.paper
    assert paper.valid_until is not None  # it ends
    ended = _("%(paper)s hết hạn ngày %(day)s") if (paper.days_left or 0) < 0 else _("%(paper)s hết hạn %(day)s, còn %(n)s ngày")
    return Decision(
        sentence=ended % {"paper": _title(row), "day": written_day(paper.valid_until), "n": paper.days_left},
        detail=_("sao đã tắt") if paper.stars and (paper.days_left or 0) < 0 else row.owner_name,
        href=url_for("papers.paper", uid=paper.uid),
        action=_("Xem"),
        tone=Tone.WARN,
    )


def _title(row: NamedPaper) -> str:
    return str(_("%(kind)s, %(name)s", kind=capitalized(say(row.paper.kind, "paper_kind")), name=row.name))
