"""The producers' own pages about money: what is owed and why, what was sold, payments. They work without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from flask import Blueprint, g, has_request_context, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.people.actor import current_actor
from core.people.permits import needs
from core.web.api import cursor_number
from core.web.assets import bundles
from core.web.form_parsing import read_day
from suppliers import addressing, book, producers, statements
from suppliers.agreements import visibility
from suppliers.choices import BookKind, Visibility
from suppliers.permits import SuppliersPermit
from suppliers.portal import owed, payments, sums
from suppliers.portal.lines import asked_lines, lines_page
from suppliers.portal.queries import sold_goods
from suppliers.portal.sums import LineFilter

bp = Blueprint("portal", __name__)

PAYMENTS_PAGE = 50
DAYS_BACK = 6
STYLES = (
    "css/tokens.css", "css/base.css", "css/layout.css", "css/parts/forms.css", "css/parts/figures.css", "css/parts/tables.css",
    "css/parts/portal.css", "css/parts/portal_sums.css", "css/parts/expiry.css", "css/parts/pictures.css",
    "css/parts/to_come.css", "css/parts/brought.css", "css/parts/photos.css",
)  # fmt: skip
"""The portal's sheets, served as one: each more is a round trip on a slow phone."""


@cache
def sheet() -> str:
    """The name under `static/` of the portal's style sheet, made of its sources when it is missing."""
    return bundles.sheet("portal", STYLES)


def own_producer() -> str:
    """The producer of the person at hand."""
    code = current_actor().producer
    assert code is not None  # the permit is granted to producers alone
    return code


@bp.before_app_request
def _address() -> None:
    """A producer's person reads of its producer as what it is, and so does the office on the pages of one producer."""
    actor = g.get("actor")
    own = actor.producer if actor is not None else None
    of_page = (request.view_args or {}).get("code") if request.path.startswith("/producers/") else None
    addressing.speak_of(own or of_page)


@bp.app_context_processor
def _shared() -> dict[str, object]:
    """What each page of a producer's person has: its producer, what it sees, the portal's sheet."""
    actor = g.get("actor") if has_request_context() else None
    if actor is None or actor.producer is None:
        return {}
    producer = producers.show_producer(actor.producer)
    seen = visibility.visibility_of(actor.producer)
    return {
        "producer": producer,
        "sees_goods": seen is not Visibility.BALANCE,
        "sees_lines": seen is Visibility.DETAILED,
        "portal_sheet": sheet(),
    }


def require(least: Visibility) -> None:
    """Refuses a page that the producer's agreements do not open. Raises Forbidden."""
    visibility.require(current_actor(), least)


@bp.get("/portal/sales")
@needs(SuppliersPermit.PORTAL)
def sales() -> str:
    """What was sold in a span of days."""
    require(Visibility.BASIC)
    producer = own_producer()
    today = clock.today()
    last = min(read_day(request.args.get("to")) or today, today)
    first = min(read_day(request.args.get("from")) or last - timedelta(days=DAYS_BACK), last)
    return render_template(
        "portal/sales.html",
        items=sold_goods(producer, first, last),
        days=sums.sold_by_day(producer, first, last) if first < last else (),
        first=first,
        last=last,
        tab="sales",
    )


@bp.get("/portal/owed")
@needs(SuppliersPermit.PORTAL)
def owed_page() -> str:
    """Why the outlet owes so much: the last statement, and what happened since."""
    producer = own_producer()
    since = LineFilter(producer=producer, is_open=True)
    return render_template(
        "portal/owed.html",
        owed=owed.owed_now(producer),
        closed=statements.newest(producer),
        since=sums.by_kind(since),
        lines=sums.total(since),
        balance_vnd=book.balance(producer),
        held=sums.held(producer, clock.today()),
        kinds=BookKind,
        tab="home",
    )


@bp.get("/portal/book")
@needs(SuppliersPermit.PORTAL)
def book_lines() -> str:
    """Lines of the producer's book, of a day, a product or a kind; with `open` those that no statement has claimed."""
    require(Visibility.DETAILED)
    wanted = asked_lines(own_producer(), is_open=bool(request.args.get("open")))
    back = url_for("portal.owed_page") if wanted.is_open else url_for("portal.sales")
    return lines_page(wanted, title=_("Sổ của HTX"), back=back, tab="home" if wanted.is_open else "sales")


@bp.get("/portal/payments")
@needs(SuppliersPermit.PORTAL)
def payments_list() -> str:
    """Every payment, the newest first; one that was taken back stays, with the reason."""
    producer = own_producer()
    before = cursor_number(request.args.get("after") or None) or 0
    found = payments.payments_of(producer, after=before, limit=PAYMENTS_PAGE + 1)
    following = url_for("portal.payments_list", after=before + PAYMENTS_PAGE) if len(found) > PAYMENTS_PAGE else None
    return render_template(
        "portal/payments.html", items=found[:PAYMENTS_PAGE], following=following, owed=owed.owed_now(producer), tab="statements"
    )
