"""The page of the simulator: each product now and then, both sides, on goods that were really sold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.people.permits import Permit, needs
from core.web import validation
from core.web.form_parsing import form_errors, read_day
from core.web.validation import Unread
from reports.simulator import simulating
from reports.simulator.requests import SimulationRequest
from reports.simulator.results import Simulation
from suppliers import producers
from suppliers.addressing import speak_of
from suppliers.agreements import reading
from suppliers.choices import LossCause
from suppliers.pages.agreement_example import Shown, stock_of
from suppliers.pages.agreement_typed import CHARGE_FIELDS, TERM_FIELDS, as_typed, read_form, term_document

bp = Blueprint("simulator", __name__)

RECENT_DAYS = 90
YEAR_DAYS = 365


@bp.route("/agreements/<number>/simulate", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def simulate(number: str) -> Any:
    """Tries what the editor has in its fields, saved or not; opened by its address, the newest version. Writes nothing."""
    standing = reading.show(number)
    typed = read_form() if request.method == "POST" else as_typed(reading.newest(number))
    typed = typed.written()
    producer = producers.show_producer(standing.producer)
    speak_of(producer.code)
    stock = stock_of(producer.code)
    first, last = _days(producer.code)
    tried: Simulation | None = None
    errors: Mapping[str, str] = {}
    sentence, status = None, 200
    terms = [term_document(term) for term in typed.terms]
    if any(isinstance(value, Unread) for term in terms for value in term.values()):
        sentence, status = _("Điền đủ mỗi điều khoản rồi tính lại."), 422
    try:
        data = {"terms": terms, "from": first.isoformat(), "to": last.isoformat()}
        tried = simulating.simulate(number, validation.read(SimulationRequest, data))
    except DomainError as error:
        told, errors = form_errors(error)
        sentence, status = sentence or told, error.status
    page = render_template(
        "reports/simulator.html",
        agreement=standing,
        producer=producer,
        typed=typed,
        was={term["scope"]: term for term in as_typed(standing).terms},
        shown=Shown.of(stock, typed, standing),
        goods={one.code: one for one in stock.goods},
        first=first,
        last=last,
        spans=_spans(),
        tried=tried,
        largest=max((abs(item.difference_vnd) for item in tried.items), default=0) if tried else 0,
        year_vnd=_year_vnd(tried, first, last) if tried else 0,
        more_percent=_more_percent(tried) if tried else None,
        term_fields=TERM_FIELDS,
        charge_fields=CHARGE_FIELDS,
        causes=LossCause,
        errors=errors,
        sentence=sentence,
    )
    return page, status


def _days(producer: str) -> tuple[date, date]:
    """The days that were asked for; else the last quarter, or where nothing was sold in it the last days."""
    span = request.values.get("span", "").split("/")
    asked = span if len(span) == 2 else [request.values.get("sim_from"), request.values.get("sim_to")]
    first, last = (read_day(day) for day in asked)
    if first or last:
        last = last or clock.today()
        return min(first or last, last), last
    quarter = _last_quarter(clock.today())
    return quarter if simulating.has_sold(producer, *quarter) else _recent()


def _recent() -> tuple[date, date]:
    return clock.today() - timedelta(days=RECENT_DAYS - 1), clock.today()


def _last_quarter(day: date) -> tuple[date, date]:
    first_of_this = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    last = first_of_this - timedelta(days=1)
    return last.replace(month=last.month - 2, day=1), last


def _spans() -> list[tuple[str, date, date]]:
    """Spans to choose from."""
    month = clock.today().replace(day=1)
    before = month - timedelta(days=1)
    return [
        (_("Tháng này"), month, clock.today()),
        (_("Tháng trước"), before.replace(day=1), before),
        (_("Quý trước"), *_last_quarter(clock.today())),
        (_("%(n)s ngày qua", n=RECENT_DAYS), *_recent()),
    ]


def _year_vnd(tried: Simulation, first: date, last: date) -> int:
    """What the difference comes to in a year of such days, in round hundred thousands."""
    days = (min(last, clock.today()) - first).days + 1
    return int(round(tried.totals.difference_vnd * YEAR_DAYS / max(days, 1), -5))


def _more_percent(tried: Simulation) -> int | None:
    """How much more must be sold, in percent, until the outlet keeps as much as now; None where it keeps no less."""
    now, then = tried.totals.kept_now_vnd, tried.totals.kept_then_vnd
    return -(-(now - then) * 100 // then) if 0 < then < now else None
