"""The producers' own pages about counts of their goods: to agree to, or to ask about. They work without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import needs
from core.results import Page
from core.web.api import cursor_number
from core.web.form_parsing import form_errors, form_text, put_once
from inventory import document_queries, places
from inventory.choices import GoodsDocumentKind
from inventory.counting import countersigning, posted
from inventory.counting.requests import CountersignRequest
from inventory.listing.documents import Wanted, list_documents
from inventory.results import CountResult
from suppliers import producers
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer

bp = Blueprint("portal_counts", __name__)

COUNTS_PAGE = 30


@bp.get("/portal/counts")
@needs(SuppliersPermit.PORTAL)
def counts() -> str:
    """The counts of the producer's goods, newest first."""
    producer = own_producer()
    after = cursor_number(request.args.get("after") or None)
    wanted = Wanted(kind=GoodsDocumentKind.COUNT, producer=producer)
    found = list_documents(wanted, after=after, limit=COUNTS_PAGE + 1, newest_first=True)
    page = Page.cut(found, COUNTS_PAGE, lambda item: item[0])
    return render_template(
        "portal/counts.html",
        producer=producers.show_producer(producer),
        items=[countersigning.narrowed(count, producer) for _cursor, count in page.items if isinstance(count, CountResult)],
        next=page.next,
        is_open=posted.is_open,
        places=places.place_names(),
        tab="stock",
    )


@bp.get("/portal/counts/<uid>")
@needs(SuppliersPermit.PORTAL)
def count(uid: str) -> str:
    """A count of the producer's goods; each lot is agreed to or asked about."""
    return _page(uid.lower(), "", {}, None)


def _page(uid: str, lot: str, errors: dict[str, str], sentence: str | None) -> str:
    """The page of a count; `lot` is the one whose question was refused."""
    producer = own_producer()
    own_count = countersigning.narrowed(document_queries.get_count(uid), producer)
    open_lots = [line.lot for line in own_count.lines if own_count.reversal is None and posted.is_open(line)]
    return render_template(
        "portal/count.html",
        producer=producers.show_producer(producer),
        count=own_count,
        lines=sorted(own_count.lines, key=lambda line: (not line.difference, line.name, line.lot)),
        open_lots=open_lots,
        places=places.place_names(),
        lot=lot,
        errors=errors,
        sentence=sentence,
        typed=request.form,
        tab="stock",
    )


@bp.post("/portal/counts/<uid>/answer")
@needs(SuppliersPermit.PORTAL)
def answer(uid: str) -> Any:
    """Agrees to a lot or to all that is open, or asks about a lot."""
    uid, actor = uid.lower(), current_actor()
    lot = request.form.get("lot", "")
    asks = "asks" in request.form
    lots = [lot]
    if "all" in request.form:
        if not request.form.get("read"):
            return _page(uid, "", {"read": _("Đánh dấu là đã xem rồi mới đồng ý.")}, None), 422
        own_count = countersigning.narrowed(document_queries.get_count(uid), own_producer())
        lots = [line.lot for line in own_count.lines if posted.is_open(line)]
    line = {"agreed": False, "message": form_text("message") or ""} if asks else {"agreed": True}
    data = {"uid": request.form.get("uid", ""), "lines": [{"lot": one, **line} for one in lots]}

    def act(_uid: str, document: CountersignRequest) -> CountResult:
        return countersigning.countersign(uid, document, actor)

    try:
        put_once("countersigns", CountersignRequest, data, act, uid, CountResult)
    except DomainError as error:
        if error.status == 404:
            raise
        sentence, errors = form_errors(error)
        return _page(uid, lot, errors, sentence), error.status
    flash(_("Đã gửi câu hỏi. Điểm bán trả lời ở trang này.") if asks else _("Cảm ơn. Đã ghi nhận đồng ý với số đếm."), "good")
    return redirect(url_for("inventory.portal_counts.count", uid=uid, _anchor=f"lot-{lot}" if lot else None))
