"""Goods documents on the screen: lists by kind, each document, and taking one back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.errors import NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import needs
from core.results import Page
from core.web.api import cursor_number
from core.web.form_parsing import form_text, put_once
from inventory import document_queries, places, reversals
from inventory.choices import GoodsDocumentKind
from inventory.pages import goods_forms
from inventory.permits import GoodsPermit
from inventory.requests import ReversalRequest
from suppliers import producers

bp = Blueprint("goods_documents", __name__)

PAGE = 50


@bp.get("/stock/deliveries", defaults={"path": "deliveries"}, endpoint="deliveries")
@bp.get("/stock/documents/<path>")
@needs(GoodsPermit.WRITE)
def list_of(path: str) -> str:
    """The documents of a kind, newest first."""
    kind = _kind(path)
    after = cursor_number(request.args.get("after") or None)
    page = Page.cut(
        document_queries.list_documents(kind, after=after, limit=PAGE + 1, newest_first=True), PAGE, lambda item: item[0]
    )
    return render_template(
        "inventory/documents.html",
        kind=kind,
        kinds=list(GoodsDocumentKind),
        form=goods_forms.FORMS.get(kind),
        items=[document for _cursor, document in page.items],
        next_href=url_for("inventory.goods_documents.list_of", path=path, after=page.next) if page.next else None,
        places=places.place_names(),
        producers=dict(producers.producer_names()),
    )


@bp.get("/stock/deliveries/<uid>", defaults={"path": "deliveries"}, endpoint="delivery")
@bp.get("/stock/documents/<path>/<uid>")
@needs(GoodsPermit.WRITE)
def show(path: str, uid: str) -> str:
    """One document: its lines, its paper, and the button that takes it back. A delivery's lots are ready for labels."""
    kind = _kind(path)
    document = document_queries.get(kind, uid.lower())
    return render_template(
        "inventory/delivery.html" if kind is GoodsDocumentKind.DELIVERY else "inventory/document.html",
        kind=kind,
        document=document,
        may_reverse=document.reversal is None and reversals.may_reverse(document, current_actor()),
        places=places.place_names(),
        producers=dict(producers.producer_names()),
    )


@bp.post("/stock/documents/<path>/<uid>/reverse")
@needs(GoodsPermit.WRITE)
def reverse(path: str, uid: str) -> Any:
    """Takes a document back."""
    kind, uid = _kind(path), uid.lower()
    actor = current_actor()
    data = {"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""}
    address = url_for("inventory.goods_documents.show", path=kind.path, uid=uid)
    try:
        answer = put_once(
            f"{kind.path}-reversals",
            ReversalRequest,
            data,
            lambda _uid, read: reversals.reverse(kind, uid, read, actor),
            uid,
            type(document_queries.get(kind, uid)),
        )
    except reversals.NotReversible as error:
        flash(error.detail, "bad")
        return redirect(address)
    flash(_("Đã hủy phiếu %(number)s.", number=answer.number), "good")
    return redirect(address)


def _kind(path: str) -> GoodsDocumentKind:
    """The kind of an address. Raises NotFound."""
    for kind in GoodsDocumentKind:
        if kind.path == path:
            return kind
    raise NotFound(N_("Không có chứng từ này."))
