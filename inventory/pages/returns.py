"""Goods that are set aside for their producer: the list, handing them over, putting them back on sale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import needs
from core.web.form_parsing import form_errors, form_text, put_once
from inventory import document_queries, places, returns
from inventory.choices import GoodsDocumentKind, ReturnState
from inventory.listing.documents import Wanted, list_documents
from inventory.permits import GoodsPermit
from inventory.requests import ActRequest, HandOverRequest
from inventory.results import ReturnResult
from suppliers import producers

bp = Blueprint("goods_returns", __name__)
Act = TypeVar("Act", bound=ActRequest)

MOST = 200


@bp.get("/stock/set-aside")
@needs(GoodsPermit.WRITE)
def set_aside() -> str:
    """What waits for its producer, longest first."""
    return _page()


@bp.post("/stock/set-aside/<uid>/hand-over")
@needs(GoodsPermit.WRITE)
def hand_over(uid: str) -> Any:
    """Hands goods over to who came for them."""
    data = {"uid": request.form.get("uid", ""), "by": form_text("by") or ""}
    return _end(
        uid,
        "hand-overs",
        HandOverRequest,
        data,
        lambda document: returns.hand_over(uid.lower(), document, current_actor()),
        N_("Đã giao hàng của phiếu %(number)s. In phiếu để hai bên ký."),
    )


@bp.post("/stock/set-aside/<uid>/cancel")
@needs(GoodsPermit.WRITE)
def cancel(uid: str) -> Any:
    """Puts goods back on sale."""
    return _end(
        uid,
        "set-aside-cancels",
        ActRequest,
        {"uid": request.form.get("uid", "")},
        lambda document: returns.cancel(uid.lower(), document, current_actor()),
        N_("Đã bỏ để riêng phiếu %(number)s. Hàng lại bán được."),
    )


def _end(
    uid: str, scope: str, model: type[Act], data: Mapping[str, str], act: Callable[[Act], ReturnResult], sentence: str
) -> Any:
    """Ends what is set aside once, and says so on the document's page."""
    uid = uid.lower()
    document_queries.get_return(uid)
    try:
        answer = put_once(scope, model, dict(data), lambda _uid, document: act(document), uid, ReturnResult)
    except DomainError as error:
        refusal, errors = form_errors(error)
        if "by" in errors:
            return _page(wrong=uid, error=errors["by"]), error.status
        flash(refusal, "bad")
        return redirect(url_for("inventory.goods_documents.show", path=GoodsDocumentKind.RETURN.path, uid=uid))
    flash(_(sentence, number=answer.number), "good")
    return redirect(url_for("inventory.goods_documents.show", path=GoodsDocumentKind.RETURN.path, uid=uid))


def _page(wrong: str | None = None, error: str | None = None) -> str:
    """The list; `wrong` is the document whose form was refused, with what is wrong with who takes the goods."""
    wanted = Wanted(kind=GoodsDocumentKind.RETURN, state=ReturnState.SET_ASIDE)
    waiting = [document for _cursor, document in list_documents(wanted, limit=MOST) if isinstance(document, ReturnResult)]
    today = clock.today()
    return render_template(
        "inventory/set_aside.html",
        waiting=[(document, (today - document.day).days) for document in waiting],
        wrong=wrong,
        error=error,
        places=places.place_names(),
        producers=dict(producers.producer_names()),
    )
