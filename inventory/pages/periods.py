"""Spans of days that pages are about: a named period, or two days."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from core import clock
from core.i18n import N_
from core.web.form_parsing import read_day

PERIODS = (
    ("today", N_("Hôm nay")),
    ("week", N_("7 ngày")),
    ("month", N_("Tháng này")),
    ("last-month", N_("Tháng trước")),
)


def span(default: str = "week") -> tuple[date, date, str]:
    """The days a page is about: a named period, or from and to."""
    today = clock.today()
    first, last = read_day(request.args.get("from")), read_day(request.args.get("to"))
    if first or last:
        last = last or today
        return min(first or last, last), last, "other"
    period = request.args.get("period", default)
    if period == "today":
        return today, today, period
    if period == "month":
        return today.replace(day=1), today, period
    if period == "last-month":
        end = today.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end, period
    return today - timedelta(days=6), today, "week"


def periods(current: str, **others: str) -> list[tuple[str, str, bool]]:
    """The period chooser's links; `others` are the parameters that go on, where they are not empty."""
    parameters = {name: value for name, value in others.items() if value}
    return [(f"{request.path}?{urlencode({'period': key, **parameters})}", _(label), key == current) for key, label in PERIODS]
