"""The sheet of a payout, or of money received."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer

from core import clock
from core.i18n import gettext as _
from core.printing.fonts import reportlab_lock
from core.printing.sheets import parts
from core.printing.sheets.pages import make_pdf
from core.printing.sheets.parts import SumLine
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.styles import NOTICE, safe
from core.text.formats import amount, vnd
from suppliers.papers.payout_paper import (
    PayoutPaper,
    due_lines,
    money_facts,
    other_side,
    recipient_facts,
    reversal_sentence,
    title_of,
)

SIZE = SheetSize.A5_ACROSS
SHARE = 0.6
"""Of the width, what says who got the money."""
TO_SIGN, TO_SIGN_TRANSFER = 36.0, 22.0
"""Points of room to sign; a transfer has an account above it, and nobody receives by signing."""


def draw(papers: Sequence[PayoutPaper]) -> bytes:
    """The papers as PDF, a page each, in the present language."""
    with reportlab_lock():
        story: list[Flowable] = []
        for paper in papers:
            story += [*([PageBreak()] if story else []), *_sheet(paper)]
        names = [f"{title_of(paper)} {paper.number}" for paper in papers]
        whole = names[0] if len(names) == 1 else f"{names[0]} … {papers[-1].number}"
        issuer = papers[0].issuer
        return make_pdf(story, SIZE, title=whole, author=issuer.name, foot=whole, language=issuer.language)


def _sheet(paper: PayoutPaper) -> list[Flowable]:
    width, day = SHEETS[SIZE].text_width, clock.day_of(paper.paid_at)
    form = [safe(_("Mẫu số 01-TT") if paper.received else _("Mẫu số 02-TT"))] if paper.in_cash else []
    story: list[Flowable] = [
        parts.letterhead(paper.issuer, width, [*form, safe(_("Quyển %(year)s", year=day.year))]),
        parts.title(title_of(paper), parts.when(paper.issuer, day, paper.paid_at), paper.number, width),
    ]
    if sentence := reversal_sentence(paper):
        story += [parts.note(sentence, NOTICE), Spacer(1, 6)]
    at_left, at_right = width * SHARE - 24, width * (1 - SHARE)
    left = parts.facts(recipient_facts(paper), at_left)
    right = parts.facts(money_facts(paper), at_right, first_in_bold=False)
    if due := [SumLine(label, amount(due_vnd)) for label, due_vnd in due_lines(paper)]:
        # Under the shorter side, so that all stays on one page.
        side, room = (right, at_right) if _height(right, at_right) <= _height(left, at_left) else (left, at_left)
        side += [Spacer(1, 5), parts.sums(due, room)]
    story += [parts.beside(left, right, width, SHARE), Spacer(1, 9)]
    end = [
        parts.big_amount(_("Số tiền"), vnd(paper.amount_vnd), width),
        parts.in_words(paper.amount_vnd),
        _signatures(paper, width),
    ]
    return [*story, KeepTogether(end)]


def _height(stack: Sequence[Flowable], width: float) -> float:
    return float(sum(flowable.wrap(width, SHEETS[SIZE].text_height)[1] for flowable in stack))


def _signatures(paper: PayoutPaper, width: float) -> Flowable:
    room = TO_SIGN if paper.in_cash else TO_SIGN_TRANSFER
    room = room if paper.reversed_on is None else 0  # nobody signs what was taken back
    if paper.in_cash:
        hands, said = (
            (_("Người thu"), _("Đã nộp đủ, ký, họ tên")) if paper.received else (_("Người chi"), _("Đã nhận đủ, ký, họ tên"))
        )
        who = [other_side(paper), hands, _("Kế toán"), _("Quản lý điểm bán")]
        return parts.signatures(who, width, under=[said], room=room)
    return parts.signatures([_("Người lập"), _("Kế toán"), _("Quản lý điểm bán")], width, room=room)
