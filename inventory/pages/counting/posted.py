"""A posted count on the screen: what differed, what its producers say of it, the outlet's answers, and the way back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.web.form_parsing import filled, form_errors, form_text, put_once
from inventory import document_queries, places, reversals
from inventory.choices import CountersignState, GoodsDocumentKind
from inventory.counting import countersigning, posted
from inventory.counting.requests import CountAnswerRequest, CountersignRequest
from inventory.results import CountLineResult, CountResult
from suppliers import producers

bp = Blueprint("posted_counts", __name__)
KIND = GoodsDocumentKind.COUNT


def page(uid: str, typed: str = "", errors: dict[str, str] | None = None, sentence: str | None = None) -> str:
    """The page of a count; `typed` is the lot or producer whose form was refused. Raises NotFound."""
    count = document_queries.get_count(uid)
    actor = current_actor()
    names = dict(producers.producer_names())
    of_producer: dict[str, list[CountLineResult]] = defaultdict(list)
    for line in count.lines:
        of_producer[line.producer].append(line)
    return render_template(
        "inventory/counting/posted.html",
        kind=KIND,
        document=count,
        differing=[line for line in count.lines if line.difference],
        matching=[line for line in count.lines if not line.difference],
        threads=[line for line in count.lines if any(reply.message for reply in line.replies)],
        groups=sorted(of_producer.items(), key=lambda item: names.get(item[0], item[0])),
        asked=CountersignState.ASKED,
        is_open=posted.is_open,
        may_reverse=count.reversal is None and reversals.may_reverse(count, actor),
        may_answer=actor.may(Permit.MANAGE) and count.reversal is None,
        typed=typed,
        errors=errors or {},
        sentence=sentence,
        places=places.place_names(),
        producers=names,
    )


@bp.post("/stock/documents/counts/<uid>/answer")
@needs(Permit.MANAGE)
def answer(uid: str) -> Any:
    """Answers a producer's question about a lot."""
    uid, actor = uid.lower(), current_actor()
    lot = request.form.get("lot", "")
    data = {"uid": request.form.get("uid", ""), "lot": lot, "message": form_text("message") or ""}
    try:
        put_once(
            "count-answers",
            CountAnswerRequest,
            data,
            lambda _uid, document: countersigning.answer(uid, document, actor),
            uid,
            CountResult,
        )
    except DomainError as error:
        if error.status == 404:
            raise
        sentence, errors = form_errors(error)
        return page(uid, lot, errors, sentence), error.status
    flash(_("Đã trả lời. Nhà sản xuất đọc câu trả lời trên trang của họ."), "good")
    return redirect(url_for("inventory.goods_documents.show", path=KIND.path, uid=uid, _anchor="questions"))


@bp.post("/stock/documents/counts/<uid>/countersign")
@needs(Permit.MANAGE)
def countersign(uid: str) -> Any:
    """Records that a producer has agreed on paper or by telephone to what of its lots is still open."""
    uid, actor = uid.lower(), current_actor()
    producer = request.form.get("producer", "")
    count = document_queries.get_count(uid)
    lots = [line.lot for line in count.lines if line.producer == producer and posted.is_open(line)]
    data = {"uid": request.form.get("uid", ""), "lines": [{"lot": lot, "agreed": True} for lot in lots]}
    data |= filled({"note": form_text("note")})
    try:
        put_once(
            "countersigns",
            CountersignRequest,
            data,
            lambda _uid, document: countersigning.countersign(uid, document, actor),
            uid,
            CountResult,
        )
    except DomainError as error:
        sentence, errors = form_errors(error)
        return page(uid, producer, errors, sentence), error.status
    flash(_("Đã ghi nhận nhà sản xuất đồng ý với số đếm."), "good")
    return redirect(url_for("inventory.goods_documents.show", path=KIND.path, uid=uid, _anchor="countersigned"))
