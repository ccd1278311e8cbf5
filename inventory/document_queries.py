"""Reading goods documents, one by its id or many by their headers; `inventory.listing` finds them. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import select

from core.db import Row, fetch_all
from core.errors import NotFound
from core.i18n import N_
from core.money import Vnd
from core.quantity import ZERO, Milli
from inventory.announcing.reading import announced, announcements_of
from inventory.choices import GoodsDocumentKind, ReturnState
from inventory.correcting.reading import Correction, corrections_of
from inventory.counting import posted
from inventory.models import DeliveryLine, GoodsDocument, GoodsReversal, Lot, Movement, SetAsideEnd, SetAsideLine
from inventory.photos.photos import photos_of
from inventory.results import (
    CountLineResult,
    CountResult,
    DeliveryLineResult,
    DeliveryResult,
    GoodsDocumentResult,
    LossLineResult,
    LossResult,
    LotLineResult,
    ProductDifference,
    ProductSum,
    ReturnResult,
    ReversalResult,
    TransferResult,
)
from suppliers import book
from suppliers.agreements.standing import loss_bearers
from suppliers.book import BookEntry
from suppliers.choices import Bearer, LossCause
from suppliers.members.models import MemberLot
from suppliers.models import Product
from suppliers.producers import owner_code


def number_of(kind: GoodsDocumentKind, year: int, sequence: int) -> str:
    """The printed number of a document: `PN-2026-0001`."""
    return f"{kind.prefix}-{year}-{sequence:04d}"


def numbers_of(kind: GoodsDocumentKind, uids: Collection[str]) -> dict[str, str]:
    """The printed numbers of documents of a kind, by their ids."""
    columns = (GoodsDocument.uid, GoodsDocument.year, GoodsDocument.sequence)
    rows = fetch_all(select(*columns).where(GoodsDocument.kind == kind, GoodsDocument.uid.in_(uids)))
    return {r["uid"]: number_of(kind, r["year"], r["sequence"]) for r in rows}


DOCUMENTS = select(
    GoodsDocument.__table__,
    GoodsReversal.uid.label("reversal_uid"),
    GoodsReversal.day.label("reversal_day"),
    GoodsReversal.reason.label("reversal_reason"),
    GoodsReversal.recorded_at.label("reversed_at"),
    GoodsReversal.recorded_by.label("reversed_by"),
).outerjoin(GoodsReversal, (GoodsReversal.kind == GoodsDocument.kind) & (GoodsReversal.document_uid == GoodsDocument.uid))
"""The headers of goods documents, and how each was taken back."""


class _Header(TypedDict):
    """The fields that every goods document has."""

    uid: str
    number: str
    day: date
    place: str
    recorded_at: datetime
    recorded_by: str
    reversal: ReversalResult | None


def get(kind: GoodsDocumentKind, uid: str) -> GoodsDocumentResult:
    """A document as it stands. Raises NotFound."""
    (document,) = _READERS[kind](_one(kind, uid))
    return document


def get_delivery(uid: str) -> DeliveryResult:
    """A delivery as it stands. Raises NotFound."""
    (document,) = _deliveries(_one(GoodsDocumentKind.DELIVERY, uid))
    return document


def get_return(uid: str) -> ReturnResult:
    """A return as it stands. Raises NotFound."""
    (document,) = _returns(_one(GoodsDocumentKind.RETURN, uid))
    return document


def get_loss(uid: str) -> LossResult:
    """A loss as it stands. Raises NotFound."""
    (document,) = _losses(_one(GoodsDocumentKind.LOSS, uid))
    return document


def get_transfer(uid: str) -> TransferResult:
    """A transfer as it stands. Raises NotFound."""
    (document,) = _transfers(_one(GoodsDocumentKind.TRANSFER, uid))
    return document


def get_count(uid: str) -> CountResult:
    """A count as it stands. Raises NotFound."""
    (document,) = _counts(_one(GoodsDocumentKind.COUNT, uid))
    return document


def read(rows: Sequence[Row]) -> list[GoodsDocumentResult]:
    """The documents of rows of `DOCUMENTS`, of any kinds, in their order."""
    read_of: dict[tuple[str, str], GoodsDocumentResult] = {}
    for kind in GoodsDocumentKind:
        of_kind = [r for r in rows if r["kind"] == kind]
        read_of |= {(kind, document.uid): document for document in (_READERS[kind](of_kind) if of_kind else ())}
    return [read_of[r["kind"], r["uid"]] for r in rows]


def _one(kind: GoodsDocumentKind, uid: str) -> Sequence[Row]:
    rows = fetch_all(DOCUMENTS.where(GoodsDocument.kind == kind, GoodsDocument.uid == uid))
    if not rows:
        raise NotFound(N_("Không có chứng từ này."))
    return rows


def _header(r: Row) -> _Header:
    reversal = None
    if r["reversal_uid"] is not None:
        reversal = ReversalResult(
            uid=r["reversal_uid"],
            day=r["reversal_day"],
            reason=r["reversal_reason"],
            at=r["reversed_at"],
            by=r["reversed_by"],
        )
    return {
        "uid": r["uid"],
        "number": number_of(GoodsDocumentKind(r["kind"]), r["year"], r["sequence"]),
        "day": r["day"],
        "place": r["place_code"],
        "recorded_at": r["recorded_at"],
        "recorded_by": r["recorded_by"],
        "reversal": reversal,
    }


def _deliveries(rows: Sequence[Row]) -> list[DeliveryResult]:
    lines = _delivery_lines(_uids(rows))
    named = announcements_of(_uids(rows))
    photos = photos_of(GoodsDocumentKind.DELIVERY, _uids(rows))
    expected = announced(set(named.values()))
    corrections = corrections_of(GoodsDocumentKind.DELIVERY, _uids(rows))
    return [
        DeliveryResult(
            **_header(r),
            producer=r["producer_code"],
            delivered_on=r["day"],
            note=r["note"],
            lines=lines[r["uid"]],
            sums=_sums(lines[r["uid"]]),
            lots=list(dict.fromkeys(line.lot for line in lines[r["uid"]])),
            announcement=named.get(r["uid"]),
            differences=_differences(expected, named.get(r["uid"]), lines[r["uid"]]) if r["reversal_uid"] is None else [],
            photos=photos[r["uid"]],
            corrects=corrections.get(r["uid"], Correction()).corrects,
            corrected_by=corrections.get(r["uid"], Correction()).corrected_by,
        )
        for r in rows
    ]


def _sums(lines: Sequence[DeliveryLineResult]) -> list[ProductSum]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.product] += line.quantity
    return [ProductSum(product=product, quantity=Milli(quantity)) for product, quantity in sums.items()]


def _differences(
    expected: Mapping[str, Mapping[str, Milli]], announcement: str | None, lines: list[DeliveryLineResult]
) -> list[ProductDifference]:
    """What of an announcement came otherwise, product by product; nothing for a delivery that names none."""
    if announcement is None:
        return []
    came = {each.product: each.quantity for each in _sums(lines)}
    return [
        ProductDifference(
            product=product,
            announced=expected[announcement].get(product, ZERO),
            received=came.get(product, ZERO),
        )
        for product in {**expected[announcement], **came}
        if expected[announcement].get(product, ZERO) != came.get(product, ZERO)
    ]


def _returns(rows: Sequence[Row]) -> list[ReturnResult]:
    gone = _lot_lines(GoodsDocumentKind.RETURN, _uids(rows))
    waiting = _set_aside_lines(_uids(rows))
    ends = {r["return_uid"]: r for r in fetch_all(select(SetAsideEnd.__table__).where(SetAsideEnd.return_uid.in_(_uids(rows))))}
    returns = []
    for r in rows:
        end, state, handed_on = ends.get(r["uid"]), ReturnState.HANDED_OVER, r["day"]
        if r["uid"] in waiting:
            state = ReturnState(end["outcome"]) if end else ReturnState.SET_ASIDE
            handed_on = end["day"] if end and state is ReturnState.HANDED_OVER else None
        returns.append(
            ReturnResult(
                **_header(r),
                producer=r["producer_code"],
                reason=r["note"],
                state=state,
                handed_over=state is ReturnState.HANDED_OVER,
                handed_on=handed_on,
                handed_to=end["handed_to"] if end else None,
                lines=waiting.get(r["uid"]) or gone[r["uid"]],
            )
        )
    return returns


def _losses(rows: Sequence[Row]) -> list[LossResult]:
    lines = _loss_lines(_uids(rows))
    photos = photos_of(GoodsDocumentKind.LOSS, _uids(rows))
    return [
        LossResult(
            **_header(r),
            note=r["note"],
            approved_by=r["approved_by"],
            owed_vnd=_owed(r, lines[r["uid"]]),
            lines=lines[r["uid"]],
            photos=photos[r["uid"]],
        )
        for r in rows
    ]


def _transfers(rows: Sequence[Row]) -> list[TransferResult]:
    lines = _lot_lines(GoodsDocumentKind.TRANSFER, _uids(rows))
    return [TransferResult(**_header(r), from_=r["place_code"], to=r["to_place_code"], lines=lines[r["uid"]]) for r in rows]


def _counts(rows: Sequence[Row]) -> list[CountResult]:
    lines, counted_by = posted.lines_of(rows), posted.counted_by(_uids(rows))
    return [
        CountResult(
            **_header(r),
            approved_by=r["approved_by"],
            counted_by=counted_by.get(r["uid"]) or [r["recorded_by"]],
            owed_vnd=_owed(r, lines[r["uid"]]),
            lines=lines[r["uid"]],
        )
        for r in rows
    ]


def _owed(r: Row, lines: Sequence[LossLineResult | CountLineResult]) -> Vnd:
    return Vnd(0 if r["reversal_uid"] else sum(line.owed_vnd for line in lines))


def _uids(rows: Sequence[Row]) -> list[str]:
    return [r["uid"] for r in rows]


_READERS: dict[GoodsDocumentKind, Callable[[Sequence[Row]], Sequence[GoodsDocumentResult]]] = {
    GoodsDocumentKind.DELIVERY: _deliveries,
    GoodsDocumentKind.RETURN: _returns,
    GoodsDocumentKind.LOSS: _losses,
    GoodsDocumentKind.TRANSFER: _transfers,
    GoodsDocumentKind.COUNT: _counts,
}
"""The documents of one kind with their lines, read for all of them together."""


def _delivery_lines(uids: Sequence[str]) -> Mapping[str, list[DeliveryLineResult]]:
    lines: dict[str, list[DeliveryLineResult]] = defaultdict(list)
    query = select(DeliveryLine.__table__, Product.name, Product.unit, Product.price_vnd)
    query = query.join(Product, Product.code == DeliveryLine.product_code).where(DeliveryLine.delivery_uid.in_(uids))
    query = query.add_columns(MemberLot.member_code).outerjoin(MemberLot, MemberLot.lot == DeliveryLine.lot)
    for r in fetch_all(query.order_by(DeliveryLine.delivery_uid, DeliveryLine.n)):
        line = DeliveryLineResult(
            lot=r["lot"],
            product=r["product_code"],
            name=r["name"],
            unit=r["unit"],
            quantity=r["quantity"],
            price_vnd=r["price_vnd"],
            unit_cost_vnd=r["unit_cost_vnd"],
            member=r["member_code"],
            made_on=r["made_on"],
            best_before=r["best_before"],
        )
        lines[r["delivery_uid"]].append(line)
    return lines


def _moved(kind: GoodsDocumentKind, uids: Sequence[str]) -> Sequence[Row]:
    """The movements of documents in the order of their lines, without reversals."""
    query = select(Movement.__table__, Product.name, Product.unit, Lot.producer_code)
    query = query.join(Product, Product.code == Movement.product_code).join(Lot, Lot.code == Movement.lot)
    query = query.where(Movement.source_kind == kind, Movement.source_uid.in_(uids), Movement.reverses.is_(None))
    return fetch_all(query.order_by(Movement.id))


def _lot_lines(kind: GoodsDocumentKind, uids: Sequence[str]) -> Mapping[str, list[LotLineResult]]:
    lines: dict[str, list[LotLineResult]] = defaultdict(list)
    for r in _moved(kind, uids):
        lines[r["source_uid"]].append(
            LotLineResult(lot=r["lot"], product=r["product_code"], name=r["name"], unit=r["unit"], quantity=r["quantity"])
        )
    return lines


def _set_aside_lines(uids: Sequence[str]) -> dict[str, list[LotLineResult]]:
    """What returns set aside, for those that do."""
    lines: dict[str, list[LotLineResult]] = {}
    query = select(SetAsideLine.__table__, Lot.product_code, Product.name, Product.unit)
    query = query.join(Lot, Lot.code == SetAsideLine.lot).join(Product, Product.code == Lot.product_code)
    for r in fetch_all(query.where(SetAsideLine.return_uid.in_(uids)).order_by(SetAsideLine.return_uid, SetAsideLine.n)):
        lines.setdefault(r["return_uid"], []).append(
            LotLineResult(lot=r["lot"], product=r["product_code"], name=r["name"], unit=r["unit"], quantity=r["quantity"])
        )
    return lines


def _loss_lines(uids: Sequence[str]) -> Mapping[str, list[LossLineResult]]:
    owed = book.posted_by(GoodsDocumentKind.LOSS, uids)
    bearers = _bearers(entry for entries in owed.values() for entry in entries)
    owner = owner_code()
    lines: dict[str, list[LossLineResult]] = defaultdict(list)
    for r in _moved(GoodsDocumentKind.LOSS, uids):
        uid = r["source_uid"]
        # A loss posts its book lines in the order of its movements.
        entry = owed[uid][len(lines[uid])]
        bearer = bearers.get((entry.term_id, entry.cause), Bearer.OUTLET) if entry.owed_vnd else Bearer.PRODUCER
        if r["producer_code"] == owner:
            bearer = Bearer.OUTLET
        line = LossLineResult(
            lot=r["lot"],
            product=r["product_code"],
            name=r["name"],
            unit=r["unit"],
            quantity=r["quantity"],
            producer=r["producer_code"],
            cause=LossCause(r["cause"]),
            bearer=bearer,
            owed_vnd=Vnd(entry.owed_vnd),
        )
        lines[uid].append(line)
    return lines


def _bearers(entries: Iterable[BookEntry]) -> dict[tuple[int | None, LossCause | None], Bearer]:
    """Who bears losses that are owed, by term and cause; those that are the outlet's are left out."""
    terms: dict[LossCause, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.cause and entry.term_id and entry.owed_vnd:
            terms[entry.cause].add(entry.term_id)
    return {(term, cause): bearer for cause, ids in terms.items() for term, bearer in loss_bearers(ids, cause).items()}
