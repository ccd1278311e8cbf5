"""Pages about what was agreed: the list, and one agreement with its versions. Writing one stands in `agreement_editor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.people.actor import SYSTEM, current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.web.form_parsing import filled, form_errors, form_text, put_once
from suppliers import producers, products
from suppliers.addressing import speak_of
from suppliers.agreements import ends, reading, versions
from suppliers.agreements.changes import Change, changes
from suppliers.agreements.clauses import clauses
from suppliers.agreements.requests import ConfirmationRequest
from suppliers.agreements.results import VersionResult
from suppliers.choices import LossCause, VersionState

bp = Blueprint("agreements", __name__)

AGREEMENTS_PAGE = 200


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version in the list: what it changed of the one before it, in words."""

    version: VersionResult
    changes: list[Change]


@bp.get("/agreements")
@needs(Permit.MANAGE)
def agreements_list() -> str:
    """Agreements by number; on each page those in force first."""
    today = clock.today()
    by_number = reading.list_of(None, request.args.get("after") or None, AGREEMENTS_PAGE + 1)
    page = Page.cut(by_number, AGREEMENTS_PAGE, lambda agreement: agreement.number)
    items = sorted(page.items, key=lambda agreement: (agreement.ended_before(today), agreement.number))
    return render_template(
        "suppliers/agreements.html",
        items=items,
        next=page.next,
        names=dict(producers.producer_names()),
        today=today,
        waiting=set(versions.waiting()),
        ending={one.number: one.days_left for one in ends.ending(today)},
    )


@bp.get("/agreements/<number>")
@needs(Permit.MANAGE)
def agreement(number: str) -> str:
    """An agreement: what holds now, and every version of it."""
    return _page(number, {}, None)


@bp.post("/agreements/<number>/versions/<int:version>/confirm")
@needs(Permit.MANAGE)
def confirm(number: str, version: int) -> Any:
    """Records how the producer agreed to a version: signed on paper, told by phone."""
    data = filled({"uid": request.form.get("uid", ""), "note": form_text("note")})
    actor = current_actor()
    try:
        put_once(
            "agreement-confirmations",
            ConfirmationRequest,
            data,
            lambda _uid, document: versions.confirm(number, version, document, actor),
            path=f"{number}/{version}",
            result_type=VersionResult,
        )
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(number, errors, sentence), error.status
    flash(_("Đã ghi HTX đồng ý bản %(n)s.", n=version), "good")
    return redirect(url_for("suppliers.agreements.agreement", number=number))


def _page(number: str, errors: dict[str, str], sentence: str | None) -> str:
    standing = reading.show(number)
    producer = producers.show_producer(standing.producer)
    speak_of(producer.code)
    goods = products.product_names(producer.code)
    names = {code: name for code, (name, _unit) in goods.items()}
    units = {code: unit for code, (_name, unit) in goods.items()}
    every = versions.list_versions(number)
    before = [None, *(one.agreement for one in every)]
    shown = [
        ShownVersion(one, changes(old, one.agreement, names) if old else []) for old, one in zip(before, every, strict=False)
    ]
    today = clock.today()
    return render_template(
        "suppliers/agreement.html",
        agreement=standing,
        producer=producer,
        clauses=clauses(standing, names, units),
        causes=LossCause,
        names=names,
        versions=shown[::-1],
        holds=next((one for one in every if one.state is VersionState.HOLDS), None),
        days_left=(standing.ends_on - today).days if standing.ends_on else None,
        warned=ends.FIRST_WARNING,
        system=SYSTEM.name,
        errors=errors,
        sentence=sentence,
        note=request.form.get("note", ""),
    )
