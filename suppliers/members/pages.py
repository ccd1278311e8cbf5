"""Pages of member households: the manager's of any producer, and the producer's own. They work without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.web.form_parsing import filled, form_errors, form_text, put_code
from suppliers import producers
from suppliers.members import registry, splitting
from suppliers.members.requests import MemberRequest
from suppliers.permits import SuppliersPermit

bp = Blueprint("members", __name__)
MOST = 1000
"""Members on one page; no cooperative of a district has more."""


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update({"member_shares": splitting.shares_of, "member_names": registry.member_names})


@bp.route("/producers/<code>/members", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def of_producer(code: str) -> Any:
    """A producer's member households, for the manager."""
    return _page(code, "suppliers/members.html", url_for("members.of_producer", code=code))


@bp.route("/portal/members", methods=["GET", "POST"])
@needs(SuppliersPermit.PORTAL)
def own() -> Any:
    """The producer's own member households."""
    code = current_actor().producer
    assert code is not None  # the permit is granted to producers alone
    return _page(code, "portal/members.html", url_for("members.own"))


def _page(producer: str, template: str, address: str) -> Any:
    """The list with its forms, and what was refused at one of them; sent, a member is recorded under the code of the form."""
    actor = current_actor()
    shown = producers.show_producer(producer)
    errors: dict[str, str] = {}
    sentence, status = None, 200
    if request.method == "POST":
        data = {"name": form_text("name") or "", **filled({"phone": form_text("phone")})}
        code = form_text("code") or _new_code(producer, data["name"])
        try:
            put_code(MemberRequest, code, data, lambda document: registry.put_member(producer, code, document, actor))
        except DomainError as error:
            sentence, errors = form_errors(error)
            status = error.status
        else:
            flash(_("Đã lưu %(name)s.", name=data["name"]), "good")
            return redirect(address)
    page = render_template(
        template,
        producer=shown,
        members=registry.list_members(producer, None, MOST, actor),
        address=address,
        errors=errors,
        sentence=sentence,
        typed=request.form,
        next_code=_next_code(producer),
        tab="statements",
    )
    return page, status


def _new_code(producer: str, name: str) -> str:
    """The code that the form of a new member holds, so that a second press records nobody twice; another where it is taken."""
    code = form_text("next_code") or ""
    is_free = registry.member_names(producer).get(code, name) == name
    return code if code and is_free else _next_code(producer)


def _next_code(producer: str) -> str:
    """A code that no member of the producer has: H1, H2 …"""
    taken = set(registry.member_names(producer))
    return next(code for n in range(1, len(taken) + 2) if (code := f"H{n}") not in taken)
