"""The page where a manager prints what the outlet sells with when nothing else works: the price sheet and a numbered pad."""

from __future__ import annotations

from typing import Any, Literal

from flask import Blueprint, Response, redirect, render_template, url_for

from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.printing.issuer import present_issuer
from core.printing.sheets.sizes import SheetSize
from core.text.typed_figures import read_whole
from core.values.field_types import RequestModel
from core.web.api import read_query
from core.web.form_parsing import form_errors, form_text, put_once
from pos.pads import pad_numbers
from pos.pads.pad_numbers import MOST_SHEETS, Pad, PadRequest

bp = Blueprint("pad", __name__)
USUAL_SHEETS = 20


class PadQuery(RequestModel):
    """GET of a pad's sheets."""

    size: Literal["a4", "a5"] = "a5"


@bp.get("/sell/pad")
@needs(Permit.MANAGE)
def pad() -> str:
    """What to print for a day without power or network."""
    return _page({}, None, str(USUAL_SHEETS), "a5")


@bp.post("/sell/pad")
@needs(Permit.MANAGE)
def number() -> Any:
    """Takes the numbers of a pad and opens it to be printed."""
    actor = current_actor()
    typed, size = form_text("sheets") or "", form_text("size") or "a5"
    whole = read_whole(typed)
    try:
        taken = put_once(
            "pads", PadRequest, {"sheets": typed if whole is None else whole}, lambda _uid, d: pad_numbers.number_pad(d, actor),
            result_type=Pad,
        )  # fmt: skip
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(errors, sentence, typed, size), error.status
    size = size if size in {"a4", "a5"} else "a5"
    return redirect(url_for("pad.pad_file", year=taken.year, first=taken.first, count=taken.count, size=size))


@bp.get("/sell/pad/<int:year>/<int:first>/<int:count>.pdf")
@needs(Permit.MANAGE)
def pad_file(year: int, first: int, count: int) -> Response:
    """The sheets of a pad whose numbers were taken."""
    size = SheetSize(read_query(PadQuery).size)
    taken = pad_numbers.numbered_pad(year, first, count)
    from pos.pads.pad_sheet import pad_pdf  # takes up room in every server, and few ask for it

    return Response(
        pad_pdf(present_issuer(), taken, size),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{taken.numbers[0]}.pdf"'},
    )


def _page(errors: dict[str, str], sentence: str | None, sheets: str, size: str) -> str:
    return render_template(
        "pos/pad.html",
        errors=errors,
        sentence=sentence,
        sheets=sheets,
        size=size,
        most=MOST_SHEETS,
        last=pad_numbers.last_number(),
    )
