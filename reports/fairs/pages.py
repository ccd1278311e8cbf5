"""Pages of fairs: which there are, what came of one, and its sheet to print. They work without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import needs
from core.web.form_parsing import filled, form_errors, form_text, put_code
from inventory import places
from inventory.choices import FairState
from inventory.fairs import fairs
from inventory.fairs.requests import FairRequest
from inventory.permits import GoodsPermit
from reports.fairs.outcome import outcome

bp = Blueprint("fairs", __name__)


@bp.get("/fairs")
@needs(GoodsPermit.FAIRS_READ)
def calendar() -> str:
    """Fairs, those to come first, and the form of a new one."""
    return _calendar({}, None)


@bp.post("/fairs")
@needs(GoodsPermit.FAIRS_WRITE)
def record() -> Any:
    """Records a fair, a new one or the one whose form this is."""
    code = form_text("code")
    new = code is None
    code = code or _new_code(form_text("name"))
    data = filled({name: form_text(name) for name in ("name", "from", "to", "where", "place", "note")})
    actor = current_actor()
    try:
        put_code(FairRequest, code, data, lambda document: fairs.put_fair(code, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        page = _calendar(errors, sentence) if new else _fair(code, errors, sentence)
        return page, error.status
    flash(_("Đã lưu %(name)s.", name=data["name"]), "good")
    return redirect(url_for("fairs.fair", code=code))


@bp.get("/fairs/<code>")
@needs(GoodsPermit.FAIRS_READ)
def fair(code: str) -> str:
    """A fair: its days and place, and what came of it by producer and product."""
    return _fair(code, {}, None)


@bp.get("/fairs/<code>/sheet")
@needs(GoodsPermit.FAIRS_READ)
def sheet(code: str) -> str:
    """What came of a fair, to print or to keep as PDF."""
    return render_template("fairs/sheet.html", result=outcome(code), places=places.place_names())


def _calendar(errors: dict[str, str], sentence: str | None) -> str:
    found = fairs.calendar()
    return render_template(
        "fairs/calendar.html",
        coming=[one for one in found if one.state is not FairState.OVER],
        over=[one for one in found if one.state is FairState.OVER],
        next_code=_free_code(),
        **_form(errors, sentence),
    )


def _fair(code: str, errors: dict[str, str], sentence: str | None) -> str:
    return render_template("fairs/fair.html", result=outcome(code), **_form(errors, sentence))


def _form(errors: dict[str, str], sentence: str | None) -> dict[str, object]:
    """What the form of a fair needs: the stalls, what was typed and what was refused of it."""
    return {
        "stalls": places.stall_names(),
        "places": places.place_names(),
        "errors": errors,
        "sentence": sentence,
        "typed": request.form,
        "may_write": current_actor().may(GoodsPermit.FAIRS_WRITE),
    }


def _new_code(name: str | None) -> str:
    """The code that the form of a new fair holds, so that a second press records none twice; another where it is taken."""
    code = form_text("next_code")
    names = {one.code: one.name for one in fairs.calendar()}
    return code if code and names.get(code, name) == name else _free_code()


def _free_code() -> str:
    """A code that no fair has."""
    year, taken = clock.today().year, {one.code for one in fairs.calendar()}
    return next(code for n in range(1, len(taken) + 2) if (code := f"HC-{year}-{n}") not in taken)
