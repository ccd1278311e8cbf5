"""Goods documents on the screen: lists by kind, each document, and taking one back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from core.db import fetch_all
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.web.api import cursor_number
from core.web.form_parsing import put_once, words
from inventory import document_queries, reversals
from inventory.choices import GoodsDocumentKind
from inventory.models import Place
from inventory.requests import ReversalRequest
from suppliers import producers

bp = Blueprint("goods_documents", __name__)

PAGE = 50


@bp.get("/stock/deliveries", defaults={"path": "deliveries"}, endpoint="deliveries")
@bp.get("/stock/documents/<path>")
@needs(Permit.GOODS_WRITE)
def list_of(path: str) -> str:
    """The documents of a kind, newest first."""
    kind = _kind(path)
    after = cursor_number(request.args.get("after") or None)
    found = document_queries.list_documents(kind, after=after, limit=PAGE + 1, newest_first=True)
    more = len(found) > PAGE
    return render_template(
        "inventory/documents.html",
        kind=kind,
        kinds=list(GoodsDocumentKind),
        items=[document for _cursor, document in found[:PAGE]],
        next_href=url_for("inventory.goods_documents.list_of", path=path, after=found[PAGE - 1][0]) if more else None,
        places=place_names(),
        producers=dict(producers.producer_names()),
    )


@bp.get("/stock/deliveries/<uid>", defaults={"path": "deliveries"}, endpoint="delivery")
@bp.get("/stock/documents/<path>/<uid>")
@needs(Permit.GOODS_WRITE)
def document(path: str, uid: str) -> str:
    """One document: its lines, its paper, and the button that takes it back. A delivery's lots are ready for labels."""
    kind = _kind(path)
    found = document_queries.get(kind, uid.lower())
    return render_template(
        "inventory/delivery.html" if kind is GoodsDocumentKind.DELIVERY else "inventory/document.html",
        kind=kind,
        document=found,
        may_reverse=found.reversal is None and reversals.may_reverse(found, current_actor()),
        places=place_names(),
        producers=dict(producers.producer_names()),
    )


@bp.post("/stock/documents/<path>/<uid>/reverse")
@needs(Permit.GOODS_WRITE)
def reverse(path: str, uid: str) -> Any:
    """Takes a document back."""
    kind, uid = _kind(path), uid.lower()
    actor = current_actor()
    data = {"uid": request.form.get("uid", ""), "reason": words("reason") or ""}
    answer = put_once(
        f"{kind.path}-reversals",
        ReversalRequest,
        data,
        lambda _uid, read: reversals.reverse(kind, uid, read, actor),
        uid,
        type(document_queries.get(kind, uid)),
    )
    flash(_("Đã hủy phiếu %(number)s.", number=answer.number), "good")
    return redirect(url_for("inventory.goods_documents.document", path=kind.path, uid=uid))


def place_names() -> dict[str, str]:
    """The names of the places by code."""
    return {r["code"]: r["name"] for r in fetch_all(select(Place.code, Place.name))}


def _kind(path: str) -> GoodsDocumentKind:
    """The kind of an address. Raises NotFound."""
    for kind in GoodsDocumentKind:
        if kind.path == path:
            return kind
    raise NotFound(N_("Không có chứng từ này."))
