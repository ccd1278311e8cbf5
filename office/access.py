"""Who and what comes in, for the manager: sessions of people, tokens of programs."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.db import transaction
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people import people, sessions, tokens
from core.people.actor import current_actor
from core.people.choices import SessionEnd
from core.people.permits import Permit, Role, needs
from core.text.labels import options
from core.web.form_parsing import form_errors, form_text, read_day
from pos import tills
from suppliers.producers import producer_names

bp = Blueprint("access", __name__)


@bp.get("/people/sessions")
@needs(Permit.MANAGE)
def sessions_list() -> str:
    """Everybody's open sessions."""
    return render_template("people/sessions.html", sessions=sessions.visible_to(current_actor()))


@bp.post("/people/sessions/<int:session_id>/end")
@needs(Permit.MANAGE)
def end_session(session_id: int) -> AnyResponse:
    """Ends a session; another one of one's own as on the page of the account."""
    actor = current_actor()
    sessions.check_recent(session_id, actor)
    transaction(lambda: sessions.end(session_id, actor, SessionEnd.ENDED))
    flash(_("Đã kết thúc phiên đăng nhập."), "good")
    return redirect("/people/sessions")


@bp.get("/people/tokens")
@needs(Permit.MANAGE)
def tokens_list() -> str:
    """The programs' keys, and the form of a new one."""
    return _tokens_page({}, {}, None)


def _tokens_page(typed: Any, errors: dict[str, str], sentence: str | None, issued: str | None = None) -> str:
    everybody = [person for person in people.everybody() if person.active]
    return render_template(
        "people/tokens.html",
        tokens=list(reversed(tokens.list_tokens())),
        today=clock.today(),
        role_labels={role.value: _(role.label) for role in Role},
        roles=[(role.value, _(role.label)) for role in Role],
        people=[(person.username, f"{person.name} ({_(person.role.label)})") for person in everybody],
        tills=[(till.code, till.name) for till in tills.list_tills()],
        producers=producer_names(),
        uses=options("token_use"),
        expires_on=(clock.today() + tokens.LIFE).isoformat(),
        typed=typed,
        errors=errors,
        sentence=sentence,
        issued=issued,
    )


@bp.post("/people/tokens")
@needs(Permit.MANAGE)
def issue_token() -> Any:
    """Issues a token and shows it this once; it stands neither in an address nor in the cookie."""
    try:
        issued = transaction(_token_of_form())
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _tokens_page(request.form, errors, sentence), 422
    answer: Response = make_response(_tokens_page({}, {}, None, issued))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _token_of_form() -> partial[str]:
    """What issues the token of the form. Raises Invalid."""
    username, till, producer, only = (form_text(name) for name in ("username", "till", "producer", "only"))
    person = people.by_username(username) if username else None
    if username and person is None:
        raise Invalid(("username", N_("Không có người này.")))
    if person is None and request.form.get("role") not in set(Role):
        raise Invalid(("role", N_("Chưa chọn vai trò.")))
    role = person.role if person else Role(request.form["role"])
    producer = person.producer if person else producer if role is Role.PRODUCER else None
    if role is Role.PRODUCER and producer not in dict(producer_names()):
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))
    if till is not None and till not in {one.code for one in tills.list_tills()}:
        raise Invalid(("till", N_("Không có máy bán hàng này.")))
    typed_day = form_text("expires_on")
    expires_on = read_day(typed_day)
    if typed_day and expires_on is None:
        raise Invalid(("expires_on", N_("Không có ngày này trong lịch.")))
    return partial(tokens.issue_token, role, person, till, producer, current_actor(), expires_on=expires_on, only=only)


@bp.post("/people/tokens/<int:token_id>/revoke")
@needs(Permit.MANAGE)
def revoke_token(token_id: int) -> AnyResponse:
    """Ends a token at once."""
    actor = current_actor()
    transaction(lambda: tokens.revoke(token_id, actor))
    flash(_("Đã thu hồi mã truy cập."), "good")
    return redirect("/people/tokens")
