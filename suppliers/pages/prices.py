"""Forms about the prices of a product, on its page: planned, withdrawn, proposals answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _

from core.db import transaction
from core.errors import DomainError, NotFound
from core.money import Vnd
from core.people.actor import Actor, current_actor
from core.people.permits import Permit, needs
from core.text.formats import day, vnd
from core.web import validation
from core.web.figure_fields import money
from core.web.form_parsing import filled, form_errors, form_text, put_once, read_day
from suppliers.choices import ProposalState
from suppliers.pages.products import Refused, with_refused_price
from suppliers.prices import planning, proposals
from suppliers.prices.requests import PlannedPriceForm, ProposalDecisionRequest
from suppliers.prices.results import ProposalResult

bp = Blueprint("prices", __name__)


@bp.post("/products/<code>/prices")
@needs(Permit.MANAGE)
def plan(code: str) -> Any:
    """Plans a price."""
    actor = current_actor()
    try:
        typed = validation.read(PlannedPriceForm, {"from": form_text("from") or "", "price_vnd": money("price_vnd")})
        transaction(lambda: planning.plan(code, typed.from_, Vnd(typed.price_vnd), actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return with_refused_price(code, Refused(request.form, errors, sentence)), error.status
    flash(_("Từ %(day)s giá là %(price)s.", day=day(typed.from_), price=vnd(typed.price_vnd)), "good")
    return redirect(f"/products/{code}#prices")


@bp.post("/products/<code>/prices/<from_day>/withdraw")
@needs(Permit.MANAGE)
def withdraw(code: str, from_day: str) -> Any:
    """Takes a planned price back."""
    actor, begins = current_actor(), read_day(from_day)
    if begins is None:
        raise NotFound()
    transaction(lambda: planning.withdraw(code, begins, actor))
    flash(_("Đã rút giá đặt trước từ %(day)s.", day=day(begins)), "good")
    return redirect(f"/products/{code}#prices")


@bp.post("/price-proposals/<uid>/approve")
@needs(Permit.MANAGE)
def approve(uid: str) -> Any:
    """Plans the price that was proposed, or brings it into force when its day has begun."""
    return _decide(uid.lower(), "price-approvals", proposals.approve)


@bp.post("/price-proposals/<uid>/refuse")
@needs(Permit.MANAGE)
def refuse(uid: str) -> Any:
    """Turns a proposed price down."""
    return _decide(uid.lower(), "price-refusals", proposals.refuse)


def _decide(proposal: str, scope: str, decide: Callable[[str, ProposalDecisionRequest, Actor], ProposalResult]) -> Any:
    actor, product = current_actor(), proposals.show_proposal(proposal).product

    def act(_uid: str, document: ProposalDecisionRequest) -> ProposalResult:
        return decide(proposal, document, actor)

    data = filled({"uid": request.form.get("uid", ""), "note": form_text("note")})
    try:
        decided = put_once(scope, ProposalDecisionRequest, data, act, proposal, ProposalResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return with_refused_price(product, Refused({**request.form, "proposal": proposal}, errors, sentence)), error.status
    if decided.state is ProposalState.APPROVED:
        flash(_("Đã duyệt giá %(price)s từ %(day)s.", price=vnd(decided.price_vnd), day=day(decided.from_)), "good")
    else:
        flash(_("Đã trả lời là không duyệt giá này."), "good")
    return redirect(f"/products/{product}#prices")
