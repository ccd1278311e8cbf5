"""Pages of a producer's people: the manager's list with invitations and phones, and the page that an invitation opens."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, session
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from core.db import transaction
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.outlet import outlet_name
from core.people import people, sessions, sign_in
from core.people.actor import Actor, current_actor
from core.people.choices import Proof, Right, SessionEnd
from core.people.own.rights import rights_of, withheld_with
from core.people.permits import Permit, needs
from core.people.results import PersonSummary
from core.printing import qr
from core.text.formats import moment
from core.web.error_responses import refuse
from core.web.form_parsing import UidShape, form_errors, form_text
from core.web.validation import read
from suppliers import producers
from suppliers.addressing import speak_of
from suppliers.inviting import invitations
from suppliers.inviting.choices import InvitationState
from suppliers.inviting.requests import InvitationRequest
from suppliers.inviting.results import OpenInvitation, ProducersPerson

bp = Blueprint("inviting", __name__)

_BROWSER_KEY = "csrf_token"
"""What the cookie carries for as long as nobody has signed in there: it tells one browser from another."""
_GONE = frozenset({"closed", "too_late"})


@bp.get("/producers/<code>/people")
@needs(Permit.MANAGE)
def producers_people(code: str) -> Response:
    """Who of a producer signs in, what they may do, on which phones; and who is invited."""
    return _people_page(code, {}, None)


def _people_page(code: str, errors: dict[str, str], sentence: str | None) -> Response:
    """The page, with the link of the invitation that is asked for, if it is open, or a refused form."""
    producer = producers.show_producer(code)
    mine = [person for person in people.everybody() if person.producer == code]
    kept = [one for one in sessions.of_person(None, None) if one.phone]
    asked = request.args.get("invitation")
    waiting = [one for one in invitations.list_invitations(code) if one.state is InvitationState.OPEN]
    shown = next((one for one in waiting if one.uid == asked), None)
    link = invitations.link_of(code, shown.uid) if shown else None
    words = None
    if shown and link:
        words = _(
            "Chào %(name)s. %(outlet)s mời xem hàng, tiền bán và bảng thanh toán của %(producer)s trên điện thoại. Bấm vào đường"
            " dẫn rồi đặt PIN của mình là vào được: %(link)s (mở được một lần, hết hạn %(at)s)",
            name=shown.name,
            outlet=outlet_name(),
            producer=producer.name,
            link=link,
            at=moment(shown.expires_at),
        )
    answer = make_response(
        render_template(
            "suppliers/producers_people.html",
            producer=producer,
            people=[
                ProducersPerson(one, rights_of(one.withheld), [s for s in kept if s.username == one.username]) for one in mine
            ],
            waiting=waiting,
            shown=shown,
            link=link,
            words=words,
            picture=Markup(qr.svg(link, label=_("Mã QR của lời mời"))) if link else None,  # noqa: S704  # of our own making
            rights=list(Right),
            typed=request.form,
            typed_rights=request.form.getlist("rights"),
            errors=errors,
            sentence=sentence,
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/producers/<code>/people/invitations")
@needs(Permit.MANAGE)
def invite(code: str) -> Any:
    """Invites somebody new and shows what to hand over."""
    producers.show_producer(code)
    data = {"uid": request.form.get("uid", ""), "name": form_text("name") or "", "rights": _typed_rights()}
    try:
        document = read(InvitationRequest, data)
        link, _created = invitations.invite(code, document, {**data, "uid": document.uid}, current_actor())
    except DomainError as error:
        sentence, errors = form_errors(error)
        answer = _people_page(code, errors, sentence)
        answer.status_code = error.status
        return answer
    return redirect(f"/producers/{code}/people?invitation={link.uid}#invitation")


def _typed_rights() -> list[str]:
    return [Right.SEE, *(right for right in (Right.ANSWER, Right.ACCEPT) if right in request.form.getlist("rights"))]


@bp.post("/producers/<code>/people/invitations/<uid>/withdraw")
@needs(Permit.MANAGE)
def withdraw(code: str, uid: str) -> Any:
    """Takes an invitation back."""
    actor = current_actor()
    transaction(lambda: invitations.withdraw(code, uid.lower(), actor))
    flash(_("Đã thu lại lời mời. Đường dẫn ấy không mở được nữa."), "good")
    return redirect(f"/producers/{code}/people")


@bp.post("/producers/<code>/people/<int:person>/invitations")
@needs(Permit.MANAGE)
def invite_again(code: str, person: int) -> Any:
    """Invites somebody known once more: a new phone, a PIN that is gone."""
    known, actor = _of(code, person), current_actor()
    uid = str(read(UidShape, {"uid": request.form.get("uid", "")}).uid)
    if uid not in {one.uid for one in invitations.list_invitations(code)}:  # a second press shows the same invitation
        transaction(lambda: invitations.invite_again(uid, known, actor))
    return redirect(f"/producers/{code}/people?invitation={uid}#invitation")


@bp.post("/producers/<code>/people/<int:person>/rights")
@needs(Permit.MANAGE)
def set_rights(code: str, person: int) -> Any:
    """Says what somebody of a producer may do from now on."""
    known, actor = _of(code, person), current_actor()
    without = withheld_with(known.withheld, [Right(right) for right in _typed_rights()])
    transaction(lambda: people.withhold(person, without, actor))
    flash(_("Đã lưu %(name)s.", name=known.name), "good")
    return redirect(f"/producers/{code}/people")


@bp.post("/producers/<code>/people/<int:person>/active")
@needs(Permit.MANAGE)
def set_active(code: str, person: int) -> Any:
    """Lets somebody of a producer in again, or no more."""
    _of(code, person)
    active, actor = request.form.get("active") == "1", current_actor()
    transaction(lambda: people.set_active(person, active, actor))
    flash(_("Đã mở khóa.") if active else _("Đã khóa. Người này không đăng nhập được nữa."), "good")
    return redirect(f"/producers/{code}/people")


@bp.post("/producers/<code>/people/<int:person>/phones/<int:session_id>/end")
@needs(Permit.MANAGE)
def end_phone(code: str, person: int, session_id: int) -> Any:
    """Signs a phone out."""
    _of(code, person)
    if session_id not in {one.id for one in sessions.of_person(person, None)}:
        raise NotFound(N_("Điện thoại này không còn đăng nhập."))
    actor = current_actor()
    transaction(lambda: sessions.end(session_id, actor, SessionEnd.ENDED))
    flash(_("Điện thoại đó đã đăng xuất."), "good")
    return redirect(f"/producers/{code}/people")


def _of(code: str, person: int) -> PersonSummary:
    """Somebody of this producer. Raises NotFound."""
    found = next((one for one in people.everybody() if one.id == person and one.producer == code), None)
    if found is None:
        raise NotFound(N_("Nhà sản xuất này không có người ấy."))
    return found


@bp.get(f"{invitations.PATH}<secret>")
@needs(Permit.PUBLIC)
def invitation(secret: str) -> Any:
    """What an invitation is for, and the form of the PIN. Looking uses nothing up: messengers look before people do."""
    try:
        return _invitation_page(invitations.look_at(secret), {}, None)
    except DomainError as error:
        return _refused(error)


@bp.post(f"{invitations.PATH}<secret>")
@needs(Permit.PUBLIC)
def open_invitation(secret: str) -> Any:
    """Sets the PIN and signs in: this phone stays signed in until it is taken back."""
    pin, phone, browser = request.form.get("pin", ""), form_text("phone"), str(session.get(_BROWSER_KEY) or "")
    try:
        if (before := invitations.opened_here(secret, browser)) is not None:
            person = people.sign_in_by_pin(before.username, pin[:20], before.role)
            if person is None:
                raise DomainError("closed", N_("Lời mời này đã được mở hoặc đã thu lại. Nhờ điểm bán gửi lời mời mới."))
        else:
            found = invitations.look_at(secret)
            try:
                if pin != request.form.get("again", ""):
                    raise Invalid(("again", N_("Hai lần gõ không giống nhau.")))
                person = transaction(lambda: invitations.open_with(secret, pin, phone, browser))
            except DomainError as error:
                if error.code in _GONE:
                    raise
                sentence, errors = form_errors(error)
                if error.code == "phone_used":
                    errors = {"phone": error.detail}
                return _invitation_page(found, errors, sentence), error.status
    except DomainError as error:
        return _refused(error)
    sign_in.enter(person, Proof.LINK, keep=True)
    flash(
        _("Điện thoại này từ nay vào thẳng, không phải gõ lại. Nhớ PIN: lâu không mở, hoặc khi đồng ý bảng thanh toán, sẽ hỏi."),
        "good",
    )
    return redirect("/")


def _invitation_page(found: OpenInvitation, errors: dict[str, str], sentence: str | None) -> str:
    actor: Actor | None = g.actor
    speak_of(found.producer)
    return render_template(
        "sign_in/invitation.html",
        invitation=found,
        errors=errors,
        sentence=sentence,
        typed=request.form,
        signed_in=actor.label if actor else None,
        in_zalo="zalo" in request.user_agent.string.lower(),
    )


def _refused(error: DomainError) -> Any:
    """Says why an invitation does not open; its own person, on their phone, goes home instead."""
    if error.code == "closed" and g.actor is not None and g.actor.on_phone:
        return redirect("/")
    if error.code not in _GONE and not isinstance(error, NotFound):
        return refuse(error)
    status = 410 if error.code in _GONE else 404
    return render_template("errors/page.html", status=status, detail=error.detail), status
