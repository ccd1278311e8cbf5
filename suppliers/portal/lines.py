"""The page of lines: of a statement or of the book, narrowed by product, kind or day; each line opens its why."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from core.web.api import cursor_number
from core.web.form_parsing import read_day
from suppliers import products
from suppliers.choices import BookKind
from suppliers.portal import sums
from suppliers.portal.sums import LineFilter

LINES_PAGE = 60


def asked_lines(producer: str, *, statement: str | None = None, is_open: bool = False) -> LineFilter:
    """The lines that the address asks for."""
    kind = request.args.get("kind")
    return LineFilter(
        producer=producer,
        statement=statement,
        is_open=is_open,
        product=request.args.get("product") or None,
        kind=next((each for each in BookKind if each == kind), None),
        day=read_day(request.args.get("day")),
    )


def lines_page(wanted: LineFilter, **more: Any) -> str:
    """A page of lines with what they add up to."""
    first = cursor_number(request.args.get("after") or None) or 0
    total = sums.total(wanted)
    shown = sums.lines(wanted, after=first, limit=LINES_PAGE)
    onward = {**request.args.to_dict(), **(request.view_args or {}), "after": first + LINES_PAGE}
    return render_template(
        "portal/lines.html",
        wanted=wanted,
        lines=shown,
        total=total,
        following=url_for(str(request.endpoint), **onward) if first + len(shown) < total.count else None,
        names=products.product_names(wanted.producer),
        **more,
    )
