"""Who works here: list, add, name, new password or PIN, let in or no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _

from core.db import transaction
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people import people, second_factor
from core.people.actor import current_actor
from core.people.permits import Permit, Role, needs
from core.people.results import PersonSummary
from core.text.search_fold import fold, search_words
from core.web.form_parsing import form_errors, form_text
from office.first_steps import manager_has_pin
from suppliers.producers import producer_names

bp = Blueprint("people", __name__)

FIELD_OF = {
    "bad_username": "username",
    "username_taken": "username",
    "bad_name": "name",
    "no_secret": "password",
    "producer_role": "producer",
    "unknown_producer": "producer",
}


@bp.get("/people")
@needs(Permit.MANAGE)
def people_list() -> str:
    """Everybody; the form of a new person is begun for the producer who was asked for."""
    producer = request.args.get("producer")
    return _page({"role": Role.PRODUCER.value, "producer": producer} if producer else {}, {}, None)


def _page(typed: Any, errors: dict[str, str], sentence: str | None, person: int | None = None) -> str:
    """The page; what was refused stands at `person`, or at the form of a new one."""
    producers = producer_names()
    query = request.args.get("q", "")
    words, named = search_words(query), dict(producers)
    found = [one for one in people.everybody() if _matches(words, one, named)]
    return render_template(
        "people/people.html",
        q=query,
        items=[one for one in found if one.role is not Role.PRODUCER or one.id == person],
        of_producers=[one for one in found if one.role is Role.PRODUCER],
        staff_roles=[(role.value, _(role.label)) for role in Role if role is not Role.PRODUCER],
        roles=[(role.value, _(role.label)) for role in Role],
        role_labels={role.value: _(role.label) for role in Role},
        producers=producers,
        producer_names=named,
        me=current_actor().person_id,
        manager_has_pin=manager_has_pin(),
        typed=typed,
        errors=errors,
        sentence=sentence,
        refused_at=person,
    )


def _matches(words: Collection[str], person: PersonSummary, producers: Mapping[str, str]) -> bool:
    """Whether every word stands in a person's names, or in their producer's."""
    text = fold(" ".join((person.name, person.username, person.phone or "", producers.get(person.producer or "", ""))))
    return all(word in text for word in words)


@bp.post("/people")
@needs(Permit.MANAGE)
def add() -> Any:
    """Adds a person."""
    actor = current_actor()
    typed = request.form
    role = Role(typed["role"]) if typed.get("role") in set(Role) else Role.CASHIER
    producer = form_text("producer") if role is Role.PRODUCER else None
    password, pin = typed.get("password") or None, form_text("pin")
    try:
        if password is None and pin is None:
            raise DomainError("no_secret", N_("Cần mật khẩu hoặc PIN để người này đăng nhập được."))
        if producer is not None and producer not in dict(producer_names()):
            raise DomainError("unknown_producer", N_("Không có nhà sản xuất này."))
        transaction(
            lambda: people.add(
                form_text("username") or "",
                form_text("name") or "",
                role,
                password=password,
                pin=pin,
                producer=producer,
                actor=actor,
            )
        )
    except DomainError as error:
        return _page(typed, _errors_of(error), error.detail), 422
    flash(_("Đã thêm %(name)s.", name=form_text("name")), "good")
    return redirect("/people")


def _errors_of(error: DomainError) -> dict[str, str]:
    _sentence, errors = form_errors(error)
    return errors or ({FIELD_OF[error.code]: error.detail} if error.code in FIELD_OF else {})


@bp.post("/people/<int:person>")
@needs(Permit.MANAGE)
def change(person: int) -> Any:
    """Saves a name, another role of one of the staff, and a new password or PIN of somebody else where one is filled in."""
    name, password, pin = form_text("name") or "", request.form.get("password") or None, form_text("pin")
    actor = current_actor()

    def save() -> None:
        people.rename(person, name, actor)
        role = request.form.get("role")
        if person != actor.person_id and role in set(Role) - {Role.PRODUCER}:
            people.change_role(person, Role(role), None, actor)
        people.set_anothers_secret(person, password=password, pin=pin, actor=actor)

    try:
        transaction(save)
    except NotFound:
        raise
    except DomainError as error:
        return _page(request.form, _errors_of(error), error.detail, person), error.status
    flash(_("Đã lưu %(name)s.", name=name), "good")
    return redirect("/people")


@bp.post("/people/<int:person>/second-factor/remove")
@needs(Permit.MANAGE)
def remove_second_factor(person: int) -> Any:
    """Takes away a second factor whose phone is lost."""
    actor = current_actor()
    transaction(lambda: second_factor.remove(person, actor))
    flash(_("Đã tắt xác thực hai lớp."), "good")
    return redirect("/people")


@bp.post("/people/<int:person>/active")
@needs(Permit.MANAGE)
def set_active(person: int) -> Any:
    """Lets a person in again, or no more; nobody shuts themselves out."""
    active = request.form.get("active") == "1"
    actor = current_actor()
    if person == actor.person_id and not active:
        raise DomainError("own_account", N_("Bạn không thể tự khóa tài khoản của mình."))
    transaction(lambda: people.set_active(person, active, actor))
    flash(_("Đã mở khóa.") if active else _("Đã khóa. Người này không đăng nhập được nữa."), "good")
    return redirect("/people")
