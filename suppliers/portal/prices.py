"""The producers' own page about prices: what their goods cost, and what they propose. Works without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import needs
from core.results import Page
from core.web.api import cursor_number
from core.web.figure_fields import money
from core.web.form_parsing import filled, form_errors, form_text, put_once
from suppliers import producers, products
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer
from suppliers.prices import history, proposals
from suppliers.prices.proposals import ProposalFilter
from suppliers.prices.requests import ProposalRequest
from suppliers.prices.results import ProposalResult

bp = Blueprint("portal_prices", __name__)

PROPOSALS_PAGE = 20


@bp.get("/portal/prices")
@needs(SuppliersPermit.PORTAL)
def prices() -> str:
    """What the producer's goods cost, and the prices that it proposed, the newest first."""
    return _page({}, None)


@bp.post("/portal/prices")
@needs(SuppliersPermit.PORTAL)
def propose() -> Any:
    """Proposes a price."""
    actor = current_actor()
    data = {"product": form_text("product") or "", "price_vnd": money("price_vnd"), "from": form_text("from") or ""}

    def act(uid: str, document: ProposalRequest) -> ProposalResult:
        return proposals.propose(uid, document, actor)

    try:
        body = data | filled({"note": form_text("note")})
        put_once("price-proposals", ProposalRequest, body, act, result_type=ProposalResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(errors, sentence), error.status
    flash(_("Đã gửi đề nghị. Điểm bán trả lời ở trang này."), "good")
    return redirect("/portal/prices#proposals")


def _page(errors: dict[str, str], sentence: str | None) -> str:
    producer = own_producer()
    goods = products.on_sale(producer)
    before = cursor_number(request.args.get("after") or None)
    newest_first = proposals.list_proposals(ProposalFilter(producer), before, PROPOSALS_PAGE + 1, newest_first=True)
    page = Page.cut(newest_first, PROPOSALS_PAGE, lambda proposal: proposal.id)
    return render_template(
        "portal/prices.html",
        producer=producers.show_producer(producer),
        goods=goods,
        choices=[(product.code, product.name) for product in goods],
        planned=history.planned_of([product.code for product in goods]),
        names={code: name for code, (name, _unit) in products.product_names(producer).items()},
        items=page.items,
        next=page.next,
        tomorrow=clock.today() + timedelta(days=1),
        typed=request.form,
        errors=errors,
        sentence=sentence,
        tab="stock",
    )
