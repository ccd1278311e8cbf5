"""The API of one's own account (sessions, password, PIN), and of tokens."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from flask import Blueprint, Response
from pydantic import StringConstraints

from core.db import transaction
from core.errors import DomainError
from core.i18n import N_
from core.people import people, secret_rules, sessions, sign_in, tokens
from core.people.actor import current_actor
from core.people.choices import SessionEnd
from core.people.codes import offline_codes
from core.people.codes.offline_codes import OfflineCodes, OfflineSheet
from core.people.permits import Permit
from core.people.sessions import SessionInfo
from core.people.tokens import TokenInfo
from core.results import Page
from core.values.field_types import RequestModel, Uid
from core.web.api import PageQuery, cursor_number, endpoint, read_body, read_query, respond

bp = Blueprint("people_api", __name__)
Secret = Annotated[str, StringConstraints(min_length=1, max_length=secret_rules.PASSWORD_MAX)]


class PasswordRequest(RequestModel):
    """PUT /me/password: `old` is the one in use."""

    old: Secret
    new: Secret


class PinRequest(RequestModel):
    """PUT /me/pin: `password` is the one in use; the PIN in use for whoever has no password."""

    password: Secret
    pin: Secret


@endpoint(bp, "GET", "/tokens", Permit.MANAGE, query=PageQuery, answer=Page[TokenInfo])
def list_tokens() -> Response:
    """Every token there ever was, the oldest first; what a token itself is, no answer says."""
    q = read_query(PageQuery)
    page = Page.cut(tokens.list_tokens(cursor_number(q.after), q.limit + 1), q.limit, lambda token: token.id)
    return respond(page, result_type=Page[TokenInfo])


@endpoint(bp, "DELETE", "/tokens/<int:token_id>", Permit.MANAGE, answer=None, statuses=(204,))
def revoke_token(token_id: int) -> Response:
    """Ends a token at once; a second time changes nothing."""
    actor = current_actor()
    transaction(lambda: tokens.revoke(token_id, actor))
    return Response(status=204)


@endpoint(bp, "PUT", "/me/password", Permit.OWN, body=PasswordRequest, answer=None, statuses=(204,))
def put_password() -> Response:
    """Sets one's own password and ends one's other sessions; a wrong old one is 409 `wrong_secret`."""
    document, _ = read_body(PasswordRequest)
    person_id = _own_id()
    people.prove_own(person_id, document.old)
    change = partial(people.set_secret, person_id, password=document.new, actor=current_actor(), field="new")
    return _changed(person_id, change)


@endpoint(bp, "PUT", "/me/pin", Permit.OWN, body=PinRequest, answer=None, statuses=(204,))
def put_pin() -> Response:
    """Sets one's own PIN and ends one's other sessions; a wrong password is 409 `wrong_secret`."""
    document, _ = read_body(PinRequest)
    person_id = _own_id()
    people.prove_own(person_id, document.password)
    return _changed(person_id, partial(people.set_secret, person_id, pin=document.pin, actor=current_actor()))


def _own_id() -> int:
    """Whose account it is. Raises DomainError `no_person` for a program that acts for nobody."""
    person_id = current_actor().person_id
    if person_id is None:
        raise DomainError("no_person", N_("Mã truy cập này không của riêng ai nên không có mật khẩu hay PIN."))
    return person_id


def _changed(person_id: int, change: partial[None]) -> Response:
    transaction(change)
    if current_actor().session_id is not None:
        sign_in.enter_again(person_id)
    return Response(status=204)


class OfflineCodesRequest(RequestModel):
    """POST /me/offline-codes."""

    uid: Uid


@endpoint(bp, "POST", "/me/offline-codes", Permit.MANAGE, body=OfflineCodesRequest, answer=OfflineCodes, statuses=(200, 201))
def post_offline_codes() -> Response:
    """Twenty codes by which a manager approves what a till does while it is cut off, once each, for a week."""
    document, data = read_body(OfflineCodesRequest)
    codes, created = offline_codes.give_out(document.uid, _own_id(), data, current_actor())
    return respond(codes, 201 if created else 200)


@endpoint(bp, "GET", "/me/offline-codes", Permit.MANAGE, answer=Page[OfflineSheet])
def list_offline_codes() -> Response:
    """One's own sheets of codes and how many of each are left; the codes themselves no answer says again."""
    return respond(Page(offline_codes.sheets_of(_own_id()), None), result_type=Page[OfflineSheet])


@endpoint(bp, "DELETE", "/me/offline-codes", Permit.MANAGE, answer=None, statuses=(204,))
def withdraw_offline_codes() -> Response:
    """Ends all of one's own codes that are not used."""
    person_id, actor = _own_id(), current_actor()
    transaction(lambda: offline_codes.withdraw(person_id, actor))
    return Response(status=204)


@endpoint(bp, "GET", "/sessions", Permit.OWN, answer=Page[SessionInfo])
def list_sessions() -> Response:
    """One's own open sessions, a manager's of everybody, the newest first."""
    return respond(Page(sessions.visible_to(current_actor()), None), result_type=Page[SessionInfo])


@endpoint(bp, "DELETE", "/sessions/<int:session_id>", Permit.OWN, answer=None, statuses=(204,))
def end_session(session_id: int) -> Response:
    """Ends a session at once: one's own, a manager any. Whoever signed in long ago signs in again first (409 `sign_in_again`)."""
    actor = current_actor()
    sessions.check_recent(session_id, actor)
    transaction(lambda: sessions.end(session_id, actor, SessionEnd.ENDED))
    return Response(status=204)
