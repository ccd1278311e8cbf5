"""Count sessions on the screen: begin one, enter what is counted, see what differs and what it costs, post it or drop it.

Everything works without a script; with one, figures stay on the device until the server has them (`static/js/office/counting/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.people import approvals
from core.people.actor import current_actor
from core.people.approvals import Approval
from core.people.permits import needs
from core.web.api import respond
from core.web.figure_fields import quantity
from core.web.form_parsing import Typed, filled, form_errors, form_text, put_once
from inventory import places
from inventory.choices import CountSessionState, GoodsDocumentKind
from inventory.counting import due, reading, scope, sessions, shown
from inventory.counting.requests import CloseSessionRequest, CountSessionRequest, TypedEntryRequest
from inventory.counting.results import CountEntryResult, CountSessionHeader, CountSessionResult
from inventory.finding import goods as finding
from inventory.finding.results import FoundGoods, FoundGoodsList
from inventory.listing.documents import Wanted, list_documents
from inventory.pages.counting import one_lot, screens
from inventory.permits import GoodsPermit
from inventory.requests import MOST_LINES, ActRequest
from inventory.results import CountResult
from suppliers import producers

bp = Blueprint("counting", __name__)

COUNTS = 10
SESSIONS = 50
DUE_FIRST = 4
"""Lots that nobody counted longest, named where a count begins."""
DUE_LOTS = 40
MOST_DECIMALS = 3
"""Decimals of a quantity whose product is not known."""
MOST_SEARCHED = 500
"""Lots that a search looks through for those of a session's products."""
MOST_ENTRIES = 100_000
"""Entries of a session that its page reads; nobody types more."""


@bp.get("/stock/count")
@needs(GoodsPermit.WRITE)
def overview() -> str:
    """Counts that are being made, those that were posted, and where to begin one; with a lot, the form of that one."""
    if lot := request.args.get("lot"):
        return one_lot.page(lot, request.args.get("place") or next(iter(places.place_names()), ""), {}, None)
    return _overview({}, {}, None)


def _overview(typed: Typed, errors: Mapping[str, str], sentence: str | None) -> str:
    open_sessions = reading.list_sessions(state=CountSessionState.OPEN, limit=SESSIONS)
    posted = list_documents(Wanted(kind=GoodsDocumentKind.COUNT), limit=COUNTS, newest_first=True)
    return render_template(
        "inventory/counting/overview.html",
        sessions=open_sessions[::-1],
        script_file=screens.script_file("forgotten", screens.FORGOTTEN),
        translations=screens.translations(screens.FORGOTTEN),
        counts=[count for _cursor, count in posted],
        due=due.due()[:DUE_FIRST],
        products=scope.products_here(),
        places=places.place_names(),
        producers=producers.producer_names(),
        names=dict(producers.producer_names()),
        typed=typed,
        chosen=request.form.getlist("product"),
        errors=errors,
        sentence=sentence,
    )


@bp.post("/stock/count")
@needs(GoodsPermit.WRITE)
def begin() -> Any:
    """Begins a session."""
    actor = current_actor()
    chosen = list(dict.fromkeys(request.form.getlist("product")))[:MOST_LINES]
    data = {"place": form_text("place") or "", "blind": bool(request.form.get("blind"))}
    data |= filled({"producer": form_text("producer")}) | ({"products": chosen} if chosen else {})

    def act(uid: str, document: CountSessionRequest) -> CountSessionResult:
        return sessions.open_session(uid, document, actor)

    try:
        opened = put_once("count-sessions", CountSessionRequest, data, act, result_type=CountSessionResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        wrong_product = next((words for name, words in errors.items() if name.startswith("products")), None)
        return _overview(request.form, errors, wrong_product or sentence), error.status
    return redirect(url_for("inventory.counting.count", uid=opened.uid))


@bp.get("/stock/count/due")
@needs(GoodsPermit.WRITE)
def due_list() -> str:
    """What nobody has counted longest, at one place, with the button that begins a session of it."""
    names = places.place_names()
    place = request.args.get("place") or next(iter(names), "")
    producer = request.args.get("producer") or None
    lots = due.due(place=place, producer=producer)
    return render_template(
        "inventory/counting/due.html",
        lots=lots[:DUE_LOTS],
        total=len(lots),
        places=names,
        place=place,
        producer=producer or "",
        producers=producers.producer_names(),
        names=dict(producers.producer_names()),
    )


@bp.get("/stock/count/<uid>")
@needs(GoodsPermit.WRITE)
def count(uid: str) -> Any:
    """Counting: scan or find a lot, type what is there, go on."""
    session = reading.require(uid.lower())
    if session.count:
        return redirect(url_for("inventory.goods_documents.show", path=GoodsDocumentKind.COUNT.path, uid=session.count))
    return _count(session, {}, None)


def _count(session: CountSessionHeader, errors: Mapping[str, str], sentence: str | None) -> str:
    text, lot = request.args.get("q", ""), request.values.get("lot", "")
    found = _found(session, text) if text.strip() else None
    if found and (len(found.items) == 1 or (found.items and found.items[0].exact)):
        lot = found.items[0].code
    chosen: FoundGoods | None = finding.lots_named([lot], session.place).get(lot) if lot else None
    entries = [entry for _cursor, entry in reading.list_entries(session.uid, None, MOST_ENTRIES)]
    counted = shown.newest_first(entries)
    lots = scope.countable(session)
    seen = {view.entry.lot for view in counted}
    urls = {
        "entries": url_for("count_sessions_api.post_count_entry", uid=session.uid),
        "read_codes": url_for("codes_api.post_frame"),
    }
    return render_template(
        "inventory/counting/count.html",
        session=session,
        found=None if chosen else found,
        text=text,
        chosen=chosen,
        before=next((view for view in counted if chosen and view.entry.lot == chosen.lot), None),
        counted=counted,
        to_count=[] if session.blind else [x for x in lots if x.on_hand > 0 and x.lot not in seen],
        boot=screens.boot(session, lots, urls),
        script_file=screens.script_file("counting", screens.COUNTING),
        translations=screens.translations(screens.COUNTING),
        is_open=session.state is CountSessionState.OPEN,
        places=places.place_names(),
        names=dict(producers.producer_names()),
        products={lot.product: lot.name for lot in lots if lot.product in session.products},
        typed=request.form,
        errors=errors,
        sentence=sentence,
    )


def _found(session: CountSessionHeader, text: str) -> FoundGoodsList:
    """Lots that a session counts, by words or by a code; in a blind count nobody reads how much the book says."""
    most = MOST_SEARCHED if session.products else finding.MOST_FOUND
    found = finding.find_lots(text, place=session.place, producer=session.producer, gone=True, limit=most)
    items = [x for x in found.items if not session.products or x.product in session.products]
    items, more = items[: finding.MOST_FOUND], found.more or len(items) > finding.MOST_FOUND
    return FoundGoodsList(items=[replace(x, on_hand=None) for x in items] if session.blind else items, more=more)


@bp.get("/stock/count/<uid>/find")
@needs(GoodsPermit.WRITE)
def find(uid: str) -> Response:
    """What the page's search box asks while somebody types."""
    return respond(_found(reading.require(uid.lower()), request.args.get("q", "")))


@bp.post("/stock/count/<uid>/entries")
@needs(GoodsPermit.WRITE)
def enter(uid: str) -> Any:
    """Records what was counted of a lot, where no script does."""
    session, actor = reading.require(uid.lower()), current_actor()
    lot = request.form.get("lot", "")
    goods = finding.lots_named([lot], session.place).get(lot)
    counted = quantity("counted", request.form, goods.places if goods else MOST_DECIMALS)
    data = {"uid": request.form.get("uid", ""), "lot": lot, "counted": counted}

    def act(_uid: str, document: TypedEntryRequest) -> CountEntryResult:
        return sessions.enter(session.uid, document.at(clock.now()), actor)

    try:
        entry = put_once("count-entry-forms", TypedEntryRequest, data, act, session.uid, CountEntryResult)
    except DomainError as error:
        if error.code == "closed":
            flash(error.detail, "bad")
            return redirect(url_for("inventory.counting.count", uid=session.uid))
        sentence, errors = form_errors(error)
        return _count(session, errors, errors.get("lot") or sentence), error.status
    flash(_("Đã ghi %(name)s.", name=entry.name), "good")
    return redirect(url_for("inventory.counting.count", uid=session.uid))


@bp.get("/stock/count/<uid>/differences")
@needs(GoodsPermit.WRITE)
def show_differences(uid: str) -> Any:
    """Only what differs, with its value and who bears it; each is counted again at a touch."""
    session = reading.get_session(uid.lower())
    if session.count:
        return redirect(url_for("inventory.goods_documents.show", path=GoodsDocumentKind.COUNT.path, uid=session.count))
    return _differences(session, {}, None)


def _differences(
    session: CountSessionResult, errors: Mapping[str, str], sentence: str | None, *, asks_approval: bool = False
) -> str:
    found = shown.differences(session, current_actor())
    return render_template(
        "inventory/counting/differences.html",
        session=session,
        found=found,
        asks_approval=asks_approval or found.needs_approval,
        script_file=screens.script_file("leftover", screens.LEFTOVER),
        translations=screens.translations(screens.LEFTOVER),
        is_open=session.state is CountSessionState.OPEN,
        places=places.place_names(),
        typed=request.form,
        errors=errors,
        sentence=sentence,
    )


@bp.post("/stock/count/<uid>/close")
@needs(GoodsPermit.WRITE)
def close(uid: str) -> Any:
    """Posts the count as it was seen."""
    uid, actor = uid.lower(), current_actor()
    seen = {name: form_text(f"seen_{name}") or "" for name in ("entries", "owed_vnd")}
    data: dict[str, object] = {"uid": request.form.get("uid", "")}
    data["seen"] = {name: int(value) if value.isascii() and value.isdigit() else value for name, value in seen.items()}
    if request.form.get("approval_by") or request.form.get("approval_pin"):
        data["approval"] = {"by": form_text("approval_by"), "pin": request.form.get("approval_pin")}
    approval: list[Approval] = []
    try:
        posted = put_once(
            GoodsDocumentKind.COUNT.path,
            CloseSessionRequest,
            data,
            lambda _uid, document: sessions.close(uid, document, approval[0], actor),
            uid,
            CountResult,
            lambda document: approval.append(approvals.check(document.approval, actor)),
        )
    except DomainError as error:
        if error.status == 404:
            raise
        session = reading.get_session(uid)
        if session.count:
            flash(error.detail, "warn")
            return redirect(url_for("inventory.goods_documents.show", path=GoodsDocumentKind.COUNT.path, uid=session.count))
        sentence, errors = form_errors(error)
        asks = error.code in {"approval_needed", "approval_refused"}
        return _differences(session, errors, sentence, asks_approval=asks), error.status
    flash(_("Đã ghi kiểm kê, phiếu %(number)s.", number=posted.number), "good")
    return redirect(url_for("inventory.goods_documents.show", path=GoodsDocumentKind.COUNT.path, uid=posted.uid))


@bp.post("/stock/count/<uid>/drop")
@needs(GoodsPermit.WRITE)
def drop(uid: str) -> Any:
    """Ends a session without a count."""
    uid, actor = uid.lower(), current_actor()
    data = {"uid": request.form.get("uid", "")}
    try:
        put_once(
            "count-session-drops",
            ActRequest,
            data,
            lambda _uid, document: sessions.drop(uid, document, actor),
            uid,
            CountSessionResult,
        )
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.detail, "bad")
        return redirect(url_for("inventory.counting.count", uid=uid))
    flash(_("Đã bỏ đợt kiểm kê. Sổ không đổi; số đã đếm vẫn còn để xem."), "good")
    return redirect(url_for("inventory.counting.overview"))
