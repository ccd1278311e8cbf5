"""The producers' own page about lots near their day: what is asked, what each answer means, and answering it at one touch.

Works without JavaScript.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.errors import DomainError, NotFound
from core.i18n import N_
from core.outlet import show_outlet
from core.people.actor import current_actor
from core.people.permits import needs
from core.quantity import Milli
from core.text.formats import qty
from core.text.typed_figures import write_quantity
from core.web.figure_fields import percent_bp
from core.web.form_parsing import filled, form_errors, form_text, put_once
from inventory.expiry import answering, ending
from inventory.expiry.ending import EndingLot
from inventory.expiry.requests import ExpiryAnswerRequest
from inventory.expiry.results import ExpiryProposal
from suppliers import producers
from suppliers.choices import ExpiryChoice
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer

bp = Blueprint("portal_expiring", __name__)

LOOKS_AHEAD = 30
"""Days that the page looks ahead; what is asked earlier stands there too."""
ON_HOME = 3
"""Questions on the first page; the others are a line with a link."""

DAY, WEEK = 28, 4
"""What the sales of four weeks are divided by."""


@bp.app_template_filter("pace")
def pace(lot: EndingLot) -> str:
    """How fast a lot's product sells, in words."""
    for sentence, parts in (
        (N_("bán chừng %(quantity)s %(unit)s một ngày"), DAY),
        (N_("bán chừng %(quantity)s %(unit)s một tuần"), WEEK),
    ):
        if lot.sold_28d >= parts * 1000:
            rounded = Milli((2 * lot.sold_28d + parts * 1000) // (2 * parts * 1000) * 1000)
            return str(_(sentence, quantity=qty(rounded), unit=lot.unit))
    if lot.sold_28d > 0:
        return str(_("bốn tuần qua bán %(quantity)s %(unit)s", quantity=qty(lot.sold_28d), unit=lot.unit))
    return str(_("bốn tuần qua chưa bán được"))


@bp.app_template_filter("percent")
def percent(rate_bp: int) -> str:
    """Basis points as a field takes a percentage: `12,5`."""
    return write_quantity(Milli(rate_bp * 10))


def asked_of(producer: str) -> list[EndingLot]:
    """The lots whose producer is asked and has not answered, the nearest first."""
    return [lot for lot in _lots(producer) if lot.is_unanswered]


def _lots(producer: str) -> list[EndingLot]:
    return ending.ending_of(producer, LOOKS_AHEAD)


@bp.get("/portal/expiring")
@needs(SuppliersPermit.PORTAL)
def expiring() -> str:
    """What ends soon, with what is asked and what was answered."""
    producer = own_producer()
    lots = _lots(producer)
    return render_template(
        "portal/expiring.html",
        producer=producers.show_producer(producer),
        asked=[lot for lot in lots if lot.is_unanswered],
        others=[lot for lot in lots if not lot.is_unanswered],
        outlet_phone=show_outlet().phone,
        tab="stock",
    )


@bp.get("/portal/expiring/<code:lot>", merge_slashes=False)
@needs(SuppliersPermit.PORTAL)
def expiring_lot(lot: str) -> str:
    """Every way there is for a lot."""
    return _page(lot, {}, None)


def _page(code: str, errors: dict[str, str], sentence: str | None) -> str:
    producer = own_producer()
    lot = ending.ending_lot(code, producer)
    if lot is None:
        raise NotFound(N_("Lô này đã hết, không ghi hạn hoặc đã thu hồi."))
    return render_template(
        "portal/expiring_lot.html",
        producer=producers.show_producer(producer),
        lot=lot,
        choices=list(ExpiryChoice),
        write_offs={choice: ending.write_off(lot, choice) for choice in ending.CAUSES},
        is_asked=lot.is_unanswered,
        errors=errors,
        sentence=sentence,
        typed=request.form,
        tab="stock",
    )


@bp.post("/portal/expiring/<code:lot>")
@needs(SuppliersPermit.PORTAL)
def answer(lot: str) -> Any:
    """The producer chooses."""
    actor, producer = current_actor(), own_producer()
    answering.get_proposal(lot, producer)
    choice = form_text("choice") or ""
    rate_bp = percent_bp("rate") if choice == ExpiryChoice.MARK_DOWN else None
    data = filled({"uid": request.form.get("uid", ""), "choice": choice, "rate_bp": rate_bp})
    act = lambda _uid, document: answering.answer(lot, document, actor)  # noqa: E731
    try:
        put_once("expiry-answers", ExpiryAnswerRequest, data, act, lot, ExpiryProposal)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(lot, errors, errors.get("body", sentence)), error.status
    flash(_("Cảm ơn. Đã báo điểm bán, ghi theo ý của HTX."), "good")
    return redirect(url_for("inventory.portal_expiring.expiring"))
