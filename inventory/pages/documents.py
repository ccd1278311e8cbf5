"""Goods documents on the screen: lists by kind, each document, and taking one back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import needs
from core.results import Page
from core.text.letters import clean_text
from core.web.api import cursor_number
from core.web.form_parsing import form_errors, form_text, put_once, read_day
from inventory import document_queries, places, reversals
from inventory.choices import GoodsDocumentKind, ReturnState
from inventory.listing.documents import Wanted, list_documents, recorders
from inventory.listing.rows import rows_of
from inventory.pages.counting import posted
from inventory.pages.goods import leaving_forms
from inventory.pages.goods.delivered import delivery_page
from inventory.permits import GoodsPermit
from inventory.requests import ReversalRequest
from inventory.results import DeliveryResult
from suppliers import producers

bp = Blueprint("goods_documents", __name__)

PAGE = 50


@bp.get("/stock/documents", endpoint="all_documents", defaults={"path": None})
@bp.get("/stock/deliveries", defaults={"path": "deliveries"}, endpoint="deliveries")
@bp.get("/stock/documents/<path>")
@needs(GoodsPermit.WRITE)
def list_of(path: str | None) -> str:
    """The documents of a kind, or of all, newest first, narrowed by what somebody remembers of one."""
    kind = _kind(path) if path else None
    after = cursor_number(request.args.get("after") or None)
    names = ("from", "to", "producer", "place", "by", "number", "state")
    asked = {name: text for name in names if (text := clean_text(request.args.get(name, "")))}
    wanted = Wanted(
        kind=kind,
        first=read_day(asked.get("from")),
        last=read_day(asked.get("to")),
        producer=asked.get("producer"),
        place=asked.get("place"),
        by=asked.get("by"),
        number=asked.get("number"),
        state=ReturnState(asked["state"]) if asked.get("state") in set(ReturnState) else None,
    )
    found = list_documents(wanted, after=after, limit=PAGE + 1, newest_first=True)
    page = Page.cut(found, PAGE, lambda item: item[0])
    here = url_for("inventory.goods_documents.list_of", path=path) if path else url_for("inventory.goods_documents.all_documents")
    return render_template(
        "inventory/documents.html",
        kind=kind,
        kinds=list(GoodsDocumentKind),
        form=leaving_forms.FORMS.get(kind) if kind else None,
        rows=rows_of([document for _cursor, document in page.items]),
        here=here,
        asked=asked,
        next_href=f"{here}?{urlencode({**asked, 'after': page.next})}" if page.next else None,
        places=places.place_names(),
        producers=dict(producers.producer_names()),
        recorders=recorders(),
    )


@bp.get("/stock/deliveries/<uid>", defaults={"path": "deliveries"}, endpoint="delivery")
@bp.get("/stock/documents/<path>/<uid>")
@needs(GoodsPermit.WRITE)
def show(path: str, uid: str) -> str:
    """One document: its lines, its paper, and the button that takes it back. A delivery's lots are ready for labels."""
    kind = _kind(path)
    if kind is GoodsDocumentKind.COUNT:
        return posted.page(uid.lower())
    document = document_queries.get(kind, uid.lower())
    if isinstance(document, DeliveryResult):
        return delivery_page(document)
    return render_template(
        "inventory/document.html",
        kind=kind,
        document=document,
        form=leaving_forms.FORMS.get(kind),
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
    except DomainError as error:
        sentence, errors = form_errors(error)
        flash(errors.get("reason", sentence), "bad")
        return redirect(address)
    flash(_("Đã hủy phiếu %(number)s.", number=answer.number), "good")
    if request.form.get("again") and kind in leaving_forms.FORMS:
        return redirect(f"{leaving_forms.FORMS[kind].address}?copy={uid}")
    return redirect(address)


def _kind(path: str) -> GoodsDocumentKind:
    """The kind of an address. Raises NotFound."""
    for kind in GoodsDocumentKind:
        if kind.path == path:
            return kind
    raise NotFound(N_("Không có chứng từ này."))
