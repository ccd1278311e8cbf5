"""Receiving a delivery: whose goods, what of them was announced, a row for each lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError, NotFound
from core.outlet import show_outlet
from core.people.actor import Actor, current_actor
from core.people.permits import needs
from core.quantity import Milli
from core.text.formats import qty
from core.text.typed_figures import Ambiguous, read_quantity
from core.values.uid import is_uid, new_uid
from core.web.figure_fields import money, quantity
from core.web.form_parsing import Typed, filled, form_text, put_once, read_day
from core.web.uploads.photos import photos_of_form
from inventory import deliveries, document_queries, places
from inventory.announcing import reading as announcing
from inventory.announcing.results import AnnouncedLineResult, AnnouncementResult
from inventory.choices import AnnouncementState
from inventory.finding import goods as finding
from inventory.finding.results import FoundGoods, FoundGoodsList
from inventory.pages.goods.form import GoodsForm, GoodsRow, Refusal, asked_goods, edited, refusal, typed_rows, wrong_rows
from inventory.permits import GoodsPermit
from inventory.receiving import meaning, reading, slips
from inventory.receiving.meaning import CountedRow, DeliverySum, RowMeaning
from inventory.requests import DeliveryRequest
from inventory.results import DeliveryLineResult, DeliveryResult
from suppliers import producers
from suppliers.addressing import speak_of
from suppliers.agreements import reading as agreements
from suppliers.members.registry import member_names
from suppliers.producers import owner_code
from suppliers.results import ProducerResult

bp = Blueprint("receiving", __name__)

_OF_A_LOT = ("product", "made_on", "best_before", "member")
FIELDS = ("quantity", "made_on", "best_before", "filled", "lot", "unit_cost_vnd", "member")
"""Of a row; `filled` is the best-before day that the page filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """Whose goods come, what was announced of them, and when; `wrong` is the delivery that is written anew.

    `members` are the producer's households by code.
    """

    producer: ProducerResult
    announcement: AnnouncementResult | None
    announced: Mapping[str, Milli]
    day: date
    wrong: DeliveryResult | None
    members: Mapping[str, str]

    @property
    def is_own(self) -> bool:
        return self.producer.code == owner_code()


@bp.route("/stock/receive", methods=["GET", "POST"])
@needs(GoodsPermit.WRITE)
def receive() -> Any:
    """Receives a delivery of several lines."""
    if request.method == "GET":
        return _begin()
    head = _head(request.form)
    typed = typed_rows("product", *FIELDS)
    actor = current_actor()
    photos: list[str] = request.form.getlist("photos")
    try:
        photos = photos_of_form("photos", actor)
        if (
            changed := edited(typed, "product", lambda text: finding.find_products(text, producer=head.producer.code))
        ) is not None:
            rows, found = changed
            return _page(head, rows, request.form, found=found, photos=photos, given="typed")
        printer = None if head.wrong else slips.usual_printer(actor.name)
        answer = put_once(
            "deliveries",
            DeliveryRequest,
            _document(head, typed, photos),
            lambda uid, document: _deliver(uid, document, printer, actor),
            result_type=DeliveryResult,
        )
    except DomainError as error:
        return _page(head, typed, request.form, refused=refusal(error), photos=photos, given="typed"), error.status
    flash(_("Đã ghi phiếu %(number)s.", number=answer.number), "good")
    if printer:
        flash(_("Phiếu đang chờ máy in."), "good")
    return redirect(url_for("inventory.goods_documents.delivery", uid=answer.uid))


def _deliver(uid: str, document: DeliveryRequest, printer: str | None, actor: Actor) -> DeliveryResult:
    """Receives the goods; the slip that the producer takes along goes to the usual printer."""
    answer = deliveries.deliver(uid, document, actor)
    if printer:
        slips.print_slip(uid, printer, actor)
    return answer


@bp.get("/stock/receive/rows")
@needs(GoodsPermit.WRITE)
def rows() -> str:
    """Rows for the goods that the address names."""
    head = _head(request.args)
    return _part(head, [_row(goods, {}) for goods in _of(head, asked_goods())])


@bp.post("/stock/receive/meaning")
@needs(GoodsPermit.WRITE)
def show_meaning() -> str:
    """The rows and the sum of a form that is being filled in."""
    head = _head(request.form)
    return _part(head, _rows(head, typed_rows("product", *FIELDS), None))


def _head(typed: Typed) -> _Head:
    """What the head of the form says. Raises NotFound for an unknown producer."""
    wrong = _wrong(typed.get("correct"))
    producer = producers.show_producer(wrong.producer if wrong else typed.get("producer") or _announced_by(typed))
    speak_of(producer.code)
    announcement = _announcement(wrong.announcement if wrong else typed.get("announcement"), producer.code, wrong)
    announced = announcing.announced([announcement.uid])[announcement.uid] if announcement else {}
    return _Head(
        producer=producer,
        announcement=announcement,
        announced=announced,
        day=read_day(typed.get("delivered_on")) or (wrong.delivered_on if wrong else clock.today()),
        wrong=wrong,
        members=member_names(producer.code),
    )


def _wrong(uid: str | None) -> DeliveryResult | None:
    """The delivery that a form corrects. Raises NotFound."""
    return document_queries.get_delivery(uid.lower()) if uid else None


def _announced_by(typed: Typed) -> str:
    """Who announced what a form names: an address may name the announcement alone. Raises NotFound."""
    uid = typed.get("announcement") or ""
    return announcing.get_announcement(uid.lower()).producer if is_uid(uid) else ""


def _announcement(uid: str | None, producer: str, wrong: DeliveryResult | None) -> AnnouncementResult | None:
    """The announcement a form names, while it is open, or received by what the form corrects."""
    if not uid or not is_uid(uid):
        return None
    try:
        found = announcing.get_announcement(uid.lower(), producer)
    except NotFound:
        return None
    is_free = found.state is AnnouncementState.OPEN or (wrong is not None and found.delivery == wrong.uid)
    return found if is_free else None


def _begin() -> Any:
    """An empty form, or one with the announced goods; without a producer the question whose goods they are."""
    code = request.args.get("producer", "")
    found = finding.find_products(request.args["q"]) if "q" in request.args else None
    if not code and found and found.items and (found.items[0].exact or len(found.items) == 1):
        one = found.items[0]
        return redirect(url_for("inventory.receiving.receive", producer=one.producer, goods=one.product))
    try:
        head = _head(request.args)
    except NotFound:
        return _whose_page(found)
    if head.wrong:
        typed = {"place": head.wrong.place, "delivered_on": head.day.isoformat(), "note": head.wrong.note or ""}
        return _page(head, [_typed_line(line) for line in head.wrong.lines], typed, photos=head.wrong.photos, given="")
    asked = asked_goods()
    rows = [{"product": code} for code in asked]
    if not asked and head.announcement:
        rows = [_typed_line(line) | {"auto": "quantity"} for line in head.announcement.lines]
    place = head.announcement.place if head.announcement else None
    typed = {"place": place or reading.usual_place(current_actor().name) or "", "delivered_on": head.day.isoformat()}
    return _page(head, rows, typed, given="add" if asked else "")


def _typed_line(line: AnnouncedLineResult | DeliveryLineResult) -> dict[str, str]:
    """A line of another document as if it had been typed."""
    typed = {
        "product": line.product,
        "quantity": qty(line.quantity),
        "made_on": line.made_on.isoformat() if line.made_on else "",
        "best_before": line.best_before.isoformat() if line.best_before else "",
        "member": line.member or "",
    }
    if isinstance(line, DeliveryLineResult):
        typed["lot"] = line.lot
        typed["unit_cost_vnd"] = "" if line.unit_cost_vnd is None else str(line.unit_cost_vnd)
    return typed


def _whose_page(found: FoundGoodsList | None) -> str:
    """Whose goods come: what was announced, then every producer."""
    names = producers.producer_names()
    announced = [item for _cursor, item in announcing.list_announcements(state=AnnouncementState.OPEN)]
    return render_template(
        "inventory/goods/receive_whose.html",
        announced=sorted(announced, key=lambda item: item.expected_on),
        producers=names,
        names=dict(names),
        products=finding.products_named([line.product for item in announced for line in item.lines]),
        places=places.place_names(),
        found=found,
        q=request.args.get("q", ""),
        person=current_actor().name,
    )


def _document(head: _Head, typed: Sequence[Typed], photos: list[str]) -> dict[str, object]:
    """The delivery that a form writes. A best-before day that the page filled in is left to the shelf life."""
    goods = finding.products_named([row["product"] for row in typed])
    decimals = {code: found.places for code, found in goods.items()}
    named: dict[str, object] = {"announcement": form_text("announcement")} if form_text("announcement") else {}
    if photos:
        named["photos"] = photos
    if head.wrong:
        named["corrects"] = {"delivery": head.wrong.uid, "reason": form_text("reason") or ""}
    return (
        filled({"note": form_text("note")})
        | named
        | {
            "producer": head.producer.code,
            "place": form_text("place") or "",
            "delivered_on": form_text("delivered_on") or "",
            "lines": [
                filled(
                    {
                        "product": row["product"],
                        "lot": _lot(head, row),
                        "quantity": quantity("quantity", row, decimals.get(row["product"], 3)),
                        "made_on": form_text("made_on", row),
                        "best_before": None if _is_filled(row) else form_text("best_before", row),
                        "unit_cost_vnd": money("unit_cost_vnd", row),
                        "member": form_text("member", row),
                    }
                )
                for row in typed
            ],
        }
    )


def _lot(head: _Head, row: Typed) -> str | None:
    """The lot of a line. One of the corrected delivery whose days or household are others now is a new lot."""
    lot = form_text("lot", row)
    for line in head.wrong.lines if head.wrong else ():
        if line.lot == lot and any(_typed_line(line)[name] != row[name] for name in _OF_A_LOT):
            return None
    return lot


def _is_filled(row: Typed) -> bool:
    return bool(row.get("filled")) and row.get("best_before") == row.get("filled")


def _of(head: _Head, codes: Sequence[str]) -> list[FoundGoods]:
    """This producer's products, in the order they are named."""
    named = finding.products_named(codes)
    return [named[code] for code in codes if code in named and named[code].producer == head.producer.code]


def _rows(head: _Head, typed: Sequence[Typed], refused: Refusal | None) -> list[GoodsRow]:
    """The rows of a form with what was typed; goods of others are left out."""
    known = {goods.product: goods for goods in _of(head, [row["product"] for row in typed])}
    return [
        _row(known[row["product"]], row, refused.of(n) if refused else {})
        for n, row in enumerate(typed)
        if row["product"] in known
    ]


def _row(goods: FoundGoods, typed: Typed, errors: Mapping[str, str] = {}) -> GoodsRow:
    auto = {"quantity"} & {typed.get("auto", "")}
    if _is_filled(typed) or not typed.get("best_before"):
        auto |= {"best_before"}
    return GoodsRow(key=new_uid()[-12:], goods=goods, typed=typed, errors=errors, auto=frozenset(auto))


def _counted(row: GoodsRow) -> CountedRow:
    figure = read_quantity(row.typed.get("quantity", ""), row.goods.places)
    return CountedRow(
        goods=row.goods,
        quantity=None if isinstance(figure, Ambiguous) else figure,
        made_on=read_day(row.typed.get("made_on")),
        best_before=None if "best_before" in row.auto else read_day(row.typed.get("best_before")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """Rows with what they mean, and the sum of them."""

    rows: list[tuple[GoodsRow, RowMeaning]]
    sum: DeliverySum


def _shown(head: _Head, rows: Sequence[GoodsRow]) -> _Shown:
    codes = {row.goods.product for row in rows}
    products = reading.received_products(codes, head.producer.code, head.day)
    counted = [_counted(row) for row in rows]
    said = meaning.meanings(counted, products, head.announced, head.day, show_outlet().near_expiry_days)
    shown = [(_with_date(row, of), of) for row, of in zip(rows, said, strict=True)]
    named = finding.products_named([*head.announced])
    return _Shown(rows=shown, sum=meaning.sum_of(counted, head.announced, named))


def _with_date(row: GoodsRow, said: RowMeaning) -> GoodsRow:
    """The row with the best-before day filled in where nobody typed another."""
    if "best_before" not in row.auto:
        return row
    day = said.filled.isoformat() if said.filled else ""
    return replace(row, typed={**row.typed, "best_before": day, "filled": day})


def _part(head: _Head, rows: Sequence[GoodsRow]) -> str:
    shown = _shown(head, rows)
    prints = head.wrong is None and slips.usual_printer(current_actor().name) is not None
    parts = {"rows": shown.rows, "sum": shown.sum, "head": head, "today": head.day, "prints": prints}
    return render_template("inventory/goods/receive_rows.html", **parts)


def _page(
    head: _Head,
    typed_table: Sequence[Typed],
    typed: Typed,
    *,
    found: FoundGoodsList | None = None,
    refused: Refusal | None = None,
    photos: Sequence[str] = (),
    given: str,
) -> str:
    rows = _rows(head, typed_table, refused)
    shown = _shown(head, rows)
    subject = head.announcement.uid if head.announcement else head.producer.code
    if head.wrong:
        subject = f"correct {head.wrong.uid}"
    form = GoodsForm(
        name="receive",
        uid=typed.get("uid") or new_uid(),
        address=url_for("inventory.receiving.receive"),
        rows=url_for("inventory.receiving.rows"),
        meaning=url_for("inventory.receiving.show_meaning"),
        search=url_for("finding_api.find_goods"),
        subject=subject,
        given=given,
    )
    return render_template(
        "inventory/goods/receive.html",
        goods_form=form,
        head=head,
        rows=shown.rows,
        sum=shown.sum,
        typed=typed,
        photos=photos,
        prints=head.wrong is None and slips.usual_printer(current_actor().name) is not None,
        refused=refused or Refusal(),
        wrong=wrong_rows([row for row, _said in shown.rows]),
        found=found,
        places=places.place_names(),
        today=head.day,
        has_products=bool(finding.find_products("", producer=head.producer.code, limit=1).items),
        agreed=head.is_own or bool(agreements.list_of(head.producer.code, None, 1)),
    )
