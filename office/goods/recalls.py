"""Pages of recalls: which there are, what one would stop, what is left where and who bought, and its paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.quantity import Milli
from core.results import Page
from core.web.api import known_uid
from core.web.form_parsing import filled, form_errors, form_text, put_once
from inventory import places
from inventory.permits import GoodsPermit
from inventory.recalls import reading, recalling, scopes
from inventory.recalls.requests import RecallRequest
from inventory.recalls.results import RecallResult
from inventory.recalls.scopes import RecallScope
from inventory.requests import ActRequest
from pos import tills
from pos.customers import recalled
from pos.customers.recalled import RecalledSales
from suppliers.addressing import speak_of
from suppliers.producers import owner_code

bp = Blueprint("recalls", __name__)

RECALLS_PAGE = 50
MOST_SALES = 200
"""Sales that a page lists; a recall of more says how many there are."""
UNKNOWN = N_("Không biết mã này. Ghi mã lô, mã sản phẩm, mã vạch hoặc số phiếu nhận.")


@bp.app_context_processor
def _recall_of() -> dict[str, object]:
    """What a lot's page asks: the recall that stopped it."""
    return {"recall_of": reading.of_lot}


@bp.get("/stock/recalls")
@needs(GoodsPermit.WRITE)
def recalls_list() -> str:
    """The recalls, the newest first, and the way to a new one."""
    after = request.args.get("after") or None
    found = reading.list_recalls(after, RECALLS_PAGE + 1, newest_first=True)
    page = Page.cut(found, RECALLS_PAGE, lambda recall: recall.number.removeprefix(reading.PREFIX))
    return render_template(
        "recalls/list.html", items=page.items, next=page.next, open_count=len(reading.with_goods_left()), what="", sentence=None
    )


@bp.get("/stock/recalls/new")
@needs(Permit.MANAGE)
def new_recall() -> Any:
    """What a recall would stop, before it does."""
    what = (request.args.get("what") or "").strip()
    scope = scopes.scope_of(what)
    if scope is None:
        page = render_template(
            "recalls/list.html",
            items=reading.list_recalls(None, RECALLS_PAGE, newest_first=True),
            next=None,
            open_count=len(reading.with_goods_left()),
            what=what,
            sentence=_(UNKNOWN),
        )
        return page, 422
    return _new_page(scope, {}, None)


def _new_page(scope: RecallScope, errors: dict[str, str], sentence: str | None) -> str:
    return render_template(
        "recalls/new.html",
        scope=scope,
        goods=reading.goods_of(scope.lots),
        sales=_sales(scope.lots, None),
        places=places.place_names(),
        errors=errors,
        sentence=sentence,
        typed=request.form,
    )


@bp.post("/stock/recalls")
@needs(Permit.MANAGE)
def recall() -> Any:
    """Stops lots at every till."""
    actor = current_actor()
    scope = scopes.scope_of(form_text("what") or "")
    if scope is None:
        raise NotFound(UNKNOWN)
    data = scope.document() | filled({"reason": form_text("reason")})

    def act(uid: str, document: RecallRequest) -> RecallResult:
        return recalling.recall(uid, document, actor)

    try:
        made = put_once("recalls", RecallRequest, data, act, None, RecallResult)
    except DomainError as error:
        refused, errors = form_errors(error)
        return _new_page(scope, errors, refused), error.status
    flash(_("Đã thu hồi %(n)s lô. Mọi máy ngừng bán ngay.", n=len(made.lots)), "good")
    return redirect(url_for("recalls.show", uid=made.uid))


@bp.get("/stock/recalls/<uid>")
@needs(GoodsPermit.WRITE)
def show(uid: str) -> str:
    """A recall: what is left where, what became of the rest; for managers what was sold when, and whom to call."""
    found = reading.get(known_uid(uid))
    may_see_sales = current_actor().may(Permit.MANAGE)
    if len(owners := {goods.producer for goods in found.lots}) == 1:
        speak_of(owners.pop())
    return render_template(
        "recalls/recall.html",
        recall=found,
        left=_by_unit(found),
        sales=_sales([goods.lot for goods in found.lots], found) if may_see_sales else None,
        most_sales=MOST_SALES,
        lots={goods.lot: goods for goods in found.lots},
        places=places.place_names(),
        tills={till.code: till.name for till in tills.list_tills()},
        owner=owner_code(),
        may_set_aside=recalling.is_free_to_set_aside(found),
    )


def _by_unit(found: RecallResult) -> list[tuple[Milli, str]]:
    """What is left, added up by unit: kilograms and jars are not one sum."""
    left: Counter[str] = Counter()
    for goods in found.lots:
        left[goods.unit] += goods.left
    return [(Milli(quantity), unit) for unit, quantity in left.items() if quantity]


def _sales(lots: Sequence[str], found: RecallResult | None) -> RecalledSales:
    """The sales of lots; of a recall, with when they were stopped."""
    at = found.at if found else clock.now()
    return recalled.sales_of(dict.fromkeys(lots, at))


@bp.post("/stock/recalls/<uid>/set-aside")
@needs(GoodsPermit.WRITE)
def set_aside(uid: str) -> Any:
    """Takes all that is left of a recall off the shelves, to be given back to its producers."""
    uid, actor = known_uid(uid), current_actor()

    def act(_uid: str, _document: ActRequest) -> dict[str, int]:
        return {"returns": recalling.set_aside_rest(uid, actor)}

    try:
        made = put_once("recall-set-asides", ActRequest, {"uid": request.form.get("uid", "")}, act, uid)
    except DomainError as error:
        flash(error.detail, "bad")
        return redirect(url_for("recalls.show", uid=uid))
    flash(_("Đã để riêng, lập %(n)s phiếu trả hàng. Khi HTX đến lấy thì ghi giao.", n=made["returns"]), "good")
    return redirect(url_for("recalls.show", uid=uid))


@bp.get("/stock/recalls/<uid>/paper.pdf")
@needs(GoodsPermit.WRITE)
def paper(uid: str) -> Response:
    """The record of a recall to sign."""
    from office.goods.recall_paper import recall_pdf, record_of  # takes up room in every server, and few ask for it

    found = reading.get(known_uid(uid))
    pdf = recall_pdf(record_of(found, _sales([goods.lot for goods in found.lots], found)))
    name = f"{found.number}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
