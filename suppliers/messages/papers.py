"""What producers are told about their papers: which end (a quarter and a month before), which were approved or refused."""

from __future__ import annotations

from functools import partial

from core.db import transaction
from core.db.outbox import hourly
from core.events import subscribe
from core.i18n import gettext as _
from core.text.formats import day as day_words
from core.text.labels import say
from suppliers import products
from suppliers.certificates import papers
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperState, ProducerMessageKind
from suppliers.events import PaperDecided
from suppliers.messages.reading import told_about
from suppliers.messages.sending import send

DAYS_BEFORE = (30, 90)
"""A paper is told of once when so many days are left of it, the fewest first."""


@hourly
def tell_of_ending_papers() -> None:
    """Tells producers whose papers end soon and have no successor, of each twice."""
    if _untold():
        transaction(_tell)


def _tell() -> None:
    ending = _untold()
    names = _names(ending)
    for paper in ending:
        send(paper.owner, ProducerMessageKind.PAPER, partial(_text, paper, names), about=_about(paper), path="/portal/papers")


@subscribe(PaperDecided)
def tell_of_decision(decided: PaperDecided) -> None:
    """Tells a producer what became of a paper that it sent."""
    paper = decided.paper
    facts = {"number": paper.number, "kind": say(paper.kind, "paper_kind")}

    def text() -> str:
        if paper.state is PaperState.REFUSED:
            return _(
                "Điểm bán chưa nhận giấy số %(number)s (%(kind)s): %(reason)s. Mời HTX sửa rồi gửi lại.",
                reason=(paper.refusal or "").rstrip("."),
                **facts,
            )
        return _("Điểm bán đã duyệt giấy số %(number)s (%(kind)s).", **facts)

    send(paper.owner, ProducerMessageKind.PAPER, text, about=f"paper/{paper.uid}", path=f"/portal/papers/{paper.uid}")


def _text(paper: PaperResult, names: dict[str, str]) -> str:
    assert paper.valid_until is not None  # it ends
    facts = {"number": paper.number, "day": day_words(paper.valid_until)}
    if paper.stars and paper.product:
        return _(
            "Giấy chứng nhận OCOP số %(number)s của %(product)s hết giá trị ngày %(day)s. Sau ngày đó không hiện hạng sao nữa.",
            product=names[paper.product],
            **facts,
        )
    return _(
        "Giấy của HTX số %(number)s (%(kind)s) hết giá trị ngày %(day)s. Mời HTX gửi điểm bán giấy mới.",
        kind=say(paper.kind, "paper_kind"),
        **facts,
    )


def _untold() -> list[PaperResult]:
    """The papers that end soon and whose producers have not heard of it."""
    ending = papers.to_renew(PaperFilter(ending_within=max(DAYS_BEFORE)))
    told = told_about([_about(paper) for paper in ending], ProducerMessageKind.PAPER)
    return [paper for paper in ending if _about(paper) not in told]


def _names(ending: list[PaperResult]) -> dict[str, str]:
    """What the goods of these papers are called, by code."""
    codes = {paper.product for paper in ending if paper.product}
    return {code: name for code, (name, _unit) in products.names_of(codes).items()}


def _about(paper: PaperResult) -> str:
    """The paper, its end, and how near that is."""
    assert paper.valid_until is not None and paper.days_left is not None  # it ends
    near = next(days for days in DAYS_BEFORE if paper.days_left <= days)
    return f"paper/{paper.uid}/{paper.valid_until.isoformat()}/{near}"
