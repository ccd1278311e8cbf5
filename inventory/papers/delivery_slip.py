"""The slip that a producer leaves with: what was received, under which lots, its worth, what came otherwise than announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app

from core import clock
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.money import times
from core.people import people
from core.printing.issuer import present_issuer
from core.printing.layout import Big, Goods, Qr, Row, Rule, Text
from core.printing.papers import LONG, Slip, SlipPaper
from core.printing.slip_parts import Issue, Issuer, head, signatures, titled
from core.text.formats import amount, capitalized, qty, vnd
from core.text.formats import day as day_text
from inventory import document_queries, places
from inventory.choices import GoodsDocumentKind
from inventory.papers.delivered_goods import GoodsValue, value_of
from inventory.results import DeliveryResult
from suppliers import producers

TITLE = N_("Phiếu nhận hàng ký gửi")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySlip:
    """All that the slip says: the delivery, its worth, names for codes, the number of what it stands in the place of."""

    document: DeliveryResult
    value: GoodsValue
    producer: str
    place: str
    names: Mapping[str, str]
    corrects: str | None
    link: str


def rows(slip: DeliverySlip, issuer: Issuer, copy: int = 0) -> list[Row]:
    """The rows of the slip; `copy` counts reprints."""
    document = slip.document
    who = slip.names.get(document.recorded_by, document.recorded_by)
    at = clock.local(document.recorded_at)
    issue = Issue(title=_(TITLE), number=document.number, at=at, till=slip.place, person=who, copy=copy)
    printed = [*head(issuer), *titled(issue), Text(_("Bên giao: %(name)s", name=slip.producer), bold=True)]
    if document.reversal:
        printed.append(Text(_("Đã hủy ngày %(day)s: %(reason)s", day=day_text(document.reversal.day), reason=_why(document))))
    if slip.corrects:
        printed.append(Text(_("Ghi thay phiếu %(number)s.", number=slip.corrects)))
    printed.append(Rule())
    for line in document.lines:
        price_vnd = slip.value.prices_vnd.get(line.product, line.price_vnd)
        lot = [_("lô %(lot)s", lot=line.lot)]
        if line.best_before:
            lot.append(_("HSD %(day)s", day=day_text(line.best_before)))
        how = f"{qty(line.quantity)} {line.unit} × {amount(price_vnd)}"
        printed.append(Goods(line.name, how, amount(times(price_vnd, line.quantity)), " · ".join(lot)))
    printed += [Rule(), Big(_("Cộng theo giá bán"), vnd(slip.value.gross_vnd)), *_otherwise(document)]
    if document.note:
        printed.append(Text(capitalized(document.note), small=True))
    if slip.value.owed_vnd is not None:
        sentence = _("Bán hết số này thì bên giao được %(amount)s theo hợp đồng.", amount=vnd(slip.value.owed_vnd))
        printed.append(Text(sentence))
    printed.append(Text(_("Hàng vẫn là của bên giao cho đến khi bán được."), bold=True))
    return [*printed, Qr(slip.link, _("Quét xem hàng còn bao nhiêu")), *signatures(_("Bên giao"), _("Bên nhận, thủ kho"))]


def _why(document: DeliveryResult) -> str:
    return document.reversal.reason if document.reversal else ""


def _otherwise(document: DeliveryResult) -> Sequence[Row]:
    """What came otherwise than announced, product by product."""
    named = {line.product: (line.name, line.unit) for line in document.lines}
    said: list[Row] = []
    for difference in document.differences:
        name, unit = named.get(difference.product, (difference.product, ""))
        figures = {"announced": qty(difference.announced), "received": qty(difference.received), "unit": unit}
        said.append(Text(_("%(name)s: báo %(announced)s, nhận %(received)s %(unit)s.", name=name, **figures), small=True))
    return said


def _make(uid: str, copy: int) -> Slip:
    document, issuer = document_queries.get_delivery(uid), present_issuer()
    corrected = [document.corrects] if document.corrects else []
    slip = DeliverySlip(
        document=document,
        value=value_of(document),
        producer=dict(producers.producer_names()).get(document.producer, document.producer),
        place=places.place_names().get(document.place, document.place),
        names=people.names(),
        corrects=document_queries.numbers_of(GoodsDocumentKind.DELIVERY, corrected).get(document.corrects or ""),
        link=f"{current_app.config['PUBLIC_URL']}/portal/stock",
    )
    with in_language(issuer.language):
        return Slip(_(TITLE), rows(slip, issuer, copy))


def _example(copy: int) -> Slip:
    from inventory.papers import examples  # draws on what takes up room in every server

    paper = examples.example(GoodsDocumentKind.DELIVERY)
    assert isinstance(paper.document, DeliveryResult) and paper.value is not None
    slip = DeliverySlip(
        document=paper.document,
        value=paper.value,
        producer=paper.names.producers[paper.document.producer],
        place=paper.names.places[paper.document.place],
        names=paper.names.people,
        corrects=None,
        link="https://ocop.example.vn/portal/stock",
    )
    return Slip(_(TITLE), rows(slip, paper.issuer, copy))


DELIVERY_SLIP = SlipPaper(
    name="delivery-slip", label=N_("Phiếu nhận hàng trên giấy cuộn"), lasts=LONG, make=_make, example=_example
)
