"""A goods document on A4 or A5: letterhead, number, day, lines, what follows from them, signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from reportlab.platypus import Flowable, Paragraph, Spacer

from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.people import people
from core.printing.fonts import reportlab_lock
from core.printing.issuer import present_issuer
from core.printing.sheets import parts
from core.printing.sheets.pages import Ending, make_pdf
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.styles import NOTICE, TEXT, bold, safe, together
from core.printing.sheets.tables import table
from core.printing.slip_parts import Issuer
from core.printing.stored_papers import StoredPaper, stored_paper
from core.text.formats import capitalized, vnd
from core.text.formats import day as day_text
from inventory import places
from inventory.choices import GoodsDocumentKind, ReturnState
from inventory.papers.delivered_goods import GoodsValue, value_of
from inventory.papers.goods_lines import Lines, lines_of
from inventory.results import (
    CountResult,
    DeliveryResult,
    GoodsDocumentResult,
    LossResult,
    ReturnResult,
    TransferResult,
)
from suppliers import producers

TITLES = {
    GoodsDocumentKind.DELIVERY: N_("Phiếu nhận hàng ký gửi"),
    GoodsDocumentKind.RETURN: N_("Phiếu trả hàng ký gửi"),
    GoodsDocumentKind.LOSS: N_("Biên bản hao hụt"),
    GoodsDocumentKind.TRANSFER: N_("Phiếu chuyển hàng nội bộ"),
    GoodsDocumentKind.COUNT: N_("Biên bản kiểm kê"),
}
"""What the papers are called."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names that a paper writes for codes: of places, producers and people."""

    places: Mapping[str, str]
    producers: Mapping[str, str]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GoodsPaper:
    """All that the paper of a goods document says. `value` is that of delivered goods, `link` leads to what became of them."""

    kind: GoodsDocumentKind
    document: GoodsDocumentResult
    issuer: Issuer
    names: Names
    size: SheetSize = SheetSize.A4
    value: GoodsValue | None = None
    link: str | None = None


def stored_pdf(kind: GoodsDocumentKind, document: GoodsDocumentResult, size: SheetSize) -> StoredPaper:
    """The paper of a goods document, in the outlet's paper language. Raises PaperBeingMade."""
    is_delivery = isinstance(document, DeliveryResult)
    paper = GoodsPaper(
        kind,
        document,
        present_issuer(),
        _names(document),
        size,
        value_of(document) if isinstance(document, DeliveryResult) else None,
        f"{current_app.config['PUBLIC_URL']}/portal/stock" if is_delivery else None,
    )
    return stored_paper(f"{kind.path}-{document.number}-{size}", "pdf", paper, lambda: goods_pdf(paper))


def _names(document: GoodsDocumentResult) -> Names:
    """The names this document says: another producer's new name makes no new paper."""
    place_codes, producer_codes, usernames = {document.place}, set(), {document.recorded_by}
    match document:
        case DeliveryResult() | ReturnResult():
            producer_codes.add(document.producer)
        case TransferResult():
            place_codes.add(document.to)
        case LossResult() | CountResult():
            producer_codes.update(line.producer for line in document.lines)
            usernames.add(document.approved_by or "")
            usernames.update(document.counted_by if isinstance(document, CountResult) else ())
    return Names(
        _of(places.place_names(), place_codes),
        _of(dict(producers.producer_names()), producer_codes),
        _of(people.names(), usernames),
    )


def _of(names: Mapping[str, str], codes: set[str]) -> dict[str, str]:
    return {code: names[code] for code in sorted(codes) if code in names}


def goods_pdf(paper: GoodsPaper) -> bytes:
    """The paper as PDF."""
    with reportlab_lock(), in_language(paper.issuer.language):
        document, width = paper.document, SHEETS[paper.size].text_width
        name = _(TITLES[paper.kind])
        lines = lines_of(document, paper.names.producers, paper.value.prices_vnd if paper.value else {})
        story: list[Flowable] = [
            parts.letterhead(paper.issuer, width, [safe(_("Quyển %(year)s", year=document.day.year))]),
            parts.title(name, parts.when(paper.issuer, document.day, document.recorded_at), document.number, width),
            *_reversed(document),
            *parts.facts(_facts(paper), width),
            *_counted(document),
            Spacer(1, 10),
            *_lines(lines, _end(paper, width), width),
        ]
        title = f"{name} {document.number}"
        return make_pdf(story, paper.size, title=title, author=paper.issuer.name, foot=title, language=paper.issuer.language)


def _reversed(document: GoodsDocumentResult) -> list[Flowable]:
    if document.reversal is None:
        return []
    values = {"day": day_text(document.reversal.day), "reason": document.reversal.reason}
    return [parts.note(_("Đã hủy ngày %(day)s: %(reason)s", **values), NOTICE), Spacer(1, 8)]


def _counted(document: GoodsDocumentResult) -> list[Flowable]:
    """How many lots were counted, and how many of them are as the book says; only the others are listed."""
    if not isinstance(document, CountResult):
        return []
    differ = sum(bool(line.difference) for line in document.lines)
    figures = {"n": len(document.lines), "match": len(document.lines) - differ, "differ": differ}
    sentence = _("Đã đếm %(n)s lô: %(match)s lô khớp sổ, %(differ)s lô chênh lệch.", **figures)
    return [Spacer(1, 8), parts.note(sentence)]


def _lines(lines: Lines, end: list[Flowable], width: float) -> list[Flowable]:
    return [Ending(table(lines.columns, lines.rows, width, lines.total), end)] if lines.rows else end


def _facts(paper: GoodsPaper) -> Sequence[tuple[str, str | None]]:
    """Who and where, and a note; what is not known is left out."""
    document, names = paper.document, paper.names
    place = names.places.get(document.place, document.place)
    by = names.people.get(document.recorded_by, document.recorded_by)
    match document:
        case DeliveryResult():
            agreements = paper.value.agreements if paper.value else ()
            return [
                (_("Bên giao"), names.producers.get(document.producer, document.producer)),
                (_("Theo hợp đồng"), ", ".join(agreements)),
                (_("Để tại"), place),
                (_("Người ghi"), by),
            ]
        case ReturnResult():
            return [
                (_("Bên nhận lại"), names.producers.get(document.producer, document.producer)),
                (_("Người nhận"), document.handed_to),
                (_("Giao ngày"), day_text(document.handed_on) if document.handed_to else None),
                (_("Lấy từ"), place),
                (_("Lý do"), document.reason),
                (_("Người ghi"), by),
            ]
        case TransferResult():
            return [(_("Từ"), place), (_("Đến"), names.places.get(document.to, document.to)), (_("Người ghi"), by)]
        case LossResult() | CountResult():
            approved = names.people.get(document.approved_by, document.approved_by) if document.approved_by else None
            note = document.note if isinstance(document, LossResult) else None
            counters = document.counted_by if isinstance(document, CountResult) else ()
            return [
                (_("Nơi"), place),
                (_("Ghi chú"), note),
                (_("Người đếm"), ", ".join(names.people.get(name, name) for name in counters)),
                (_("Người ghi"), by),
                (_("Người duyệt"), approved),
            ]
    return [(_("Nơi"), place)]


def _end(paper: GoodsPaper, width: float) -> list[Flowable]:
    """What stands under the lines, on one page with the last of them."""
    document = paper.document
    end: list[Flowable] = []
    match document:
        case DeliveryResult():
            end += _delivered(paper, width)
        case ReturnResult(state=ReturnState.SET_ASIDE):
            end.append(_spaced(_("Hàng đang để riêng tại điểm bán, chưa giao."), width))
        case ReturnResult(state=ReturnState.CANCELLED):
            end.append(_spaced(_("Đã bỏ để riêng, hàng không giao."), width))
        case ReturnResult():
            end.append(_spaced(_("Bên nhận lại đã kiểm đủ số hàng trên."), width))
        case LossResult() | CountResult() if owed_vnd := sum(line.owed_vnd for line in document.lines):
            end.append(parts.in_words(owed_vnd))
    return [*end, parts.signatures(_signers(paper.kind), width)]


def _delivered(paper: GoodsPaper, width: float) -> list[Flowable]:
    assert isinstance(paper.document, DeliveryResult)
    sentences: list[Flowable] = [parts.note(capitalized(paper.document.note)), Spacer(1, 5)] if paper.document.note else []
    owed_vnd = paper.value.owed_vnd if paper.value else None
    if owed_vnd is not None:
        sentence = safe(together(_("Bán hết số này thì bên giao được %(amount)s theo hợp đồng.", amount="%(amount)s")))
        sentences += [Paragraph(sentence % {"amount": bold(vnd(owed_vnd))}, TEXT), Spacer(1, 5)]
    sentences.append(Paragraph(bold(_("Hàng vẫn là của bên giao cho đến khi bán được.")), TEXT))
    if paper.link is None:
        return [Spacer(1, 9), *sentences]
    return [parts.code_beside(sentences, paper.link, _("Quét xem hàng còn bao nhiêu"), width)]


def _spaced(text: str, width: float) -> Flowable:
    return parts.plain([[parts.note(text)]], [width], ("TOPPADDING", (0, 0), (-1, -1), 9))


def _signers(kind: GoodsDocumentKind) -> Sequence[str]:
    match kind:
        case GoodsDocumentKind.DELIVERY:
            return [_("Bên giao"), _("Bên nhận, thủ kho")]
        case GoodsDocumentKind.RETURN:
            return [_("Bên nhận lại hàng"), _("Bên trả, thủ kho")]
        case GoodsDocumentKind.TRANSFER:
            return [_("Người giao"), _("Người nhận")]
        case GoodsDocumentKind.COUNT:
            return [_("Người đếm"), _("Quản lý điểm bán")]
    return [_("Người lập"), _("Thủ kho"), _("Quản lý điểm bán")]
