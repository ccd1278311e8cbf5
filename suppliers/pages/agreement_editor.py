"""The editor of an agreement: sentences with blanks, an example that is reckoned by the rules of real sales, and what changes.

Every button posts the whole form, so nothing typed is lost; only the last one, after the changes were shown, writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.web import validation
from core.web.form_parsing import CodeShape, form_errors
from core.web.validation import Unread
from suppliers import producers
from suppliers.addressing import speak_of
from suppliers.agreements import reading, recording
from suppliers.agreements.changes import Change, changes
from suppliers.agreements.requests import AgreementRequest
from suppliers.agreements.results import AgreementResult
from suppliers.choices import Bearer, LossCause
from suppliers.new_codes import next_agreement_number
from suppliers.pages.agreement_example import Shown, Stock, stock_of
from suppliers.pages.agreement_typed import (
    BLANK_CHARGE,
    BLANK_TERM,
    MODEL_LOSSES,
    TypedAgreement,
    as_document,
    as_typed,
    fingerprint,
    new_typed,
    read_form,
)
from suppliers.results import ProducerResult

bp = Blueprint("agreement_editor", __name__)


@dataclass(frozen=True)
class Editing:
    """What is being written: a new agreement, or the next version of one that stands."""

    producer: ProducerResult
    stock: Stock
    standing: AgreementResult | None = None
    newest: AgreementResult | None = None

    @property
    def number(self) -> str | None:
        """The agreement's number; None for a new one."""
        return self.standing.number if self.standing else None


@dataclass(frozen=True)
class Review:
    """What would be saved: what differs from the version in force, and the mark of what was read."""

    changes: list[Change]
    mark: str
    begins: str
    reason: str


@bp.route("/producers/<code>/agreements/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_agreement(code: str) -> Any:
    """The editor of a new agreement."""
    editing = Editing(producers.show_producer(code), stock_of(code))
    if request.method == "POST":
        return _act(editing)
    return _page(editing, new_typed(next_agreement_number(), clock.today().isoformat()))


@bp.route("/agreements/<number>/edit", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_agreement(number: str) -> Any:
    """The editor of the next version; it begins with what the newest one says."""
    editing = _editing(number)
    if request.method == "POST":
        return _act(editing)
    assert editing.newest
    typed = as_typed(editing.newest)
    return _page(editing, typed.with_plain(**{"from": _next_month(clock.today()).isoformat()}))


@bp.post("/producers/<code>/agreements/example")
@needs(Permit.MANAGE)
def example(code: str) -> str:
    """The parts of the editor that follow what is typed; it writes nothing."""
    number = request.args.get("number")
    editing = _editing(number) if number else Editing(producers.show_producer(code), stock_of(code))
    typed = read_form()
    return render_template("suppliers/agreement_example.html", editing=editing, typed=typed, shown=_shown(editing, typed))


def _editing(number: str) -> Editing:
    standing = reading.show(number)
    producer = producers.show_producer(standing.producer)
    speak_of(producer.code)
    return Editing(producer, stock_of(producer.code), standing, reading.newest(number))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _act(editing: Editing) -> Any:
    """Does what the pressed button says."""
    act, _sep, which = request.form.get("act", "save").partition("-")
    typed = read_form()
    match act:
        case "add_term":
            typed = replace(typed, terms=[*typed.terms, {**BLANK_TERM, **_losses(typed.terms[0])}])
        case "add_charge":
            typed = replace(typed, charges=[*typed.charges, BLANK_CHARGE])
        case "drop_term":
            kept = [term for i, term in enumerate(typed.terms) if str(i) != which]
            typed = replace(typed, terms=kept or [BLANK_TERM])
        case "drop_charge":
            typed = replace(typed, charges=[one for i, one in enumerate(typed.charges) if str(i) != which])
        case "losses":
            typed = _preset(typed, which)
        case "save" | "review":
            return _save(editing, typed.written(), sure=act == "save")
    return _page(editing, typed)


def _losses(term: Mapping[str, str]) -> dict[str, str]:
    return {name: term[name] for name in (f"loss_{cause}" for cause in LossCause)}


def _preset(typed: TypedAgreement, which: str) -> TypedAgreement:
    """A term with its losses as one of the presets has them; `which` is its place and the preset's name."""
    place, _sep, name = which.partition("-")
    bearers = (
        MODEL_LOSSES if name == "model" else dict.fromkeys(LossCause, Bearer(name) if name in set(Bearer) else Bearer.OUTLET)
    )
    losses = {f"loss_{cause}": str(bearer) for cause, bearer in bearers.items()}
    return replace(typed, terms=[{**term, **losses} if str(i) == place else term for i, term in enumerate(typed.terms)])


def _save(editing: Editing, typed: TypedAgreement, *, sure: bool) -> Any:
    """Checks everything; a change is shown to both sides first and written when it comes back as it was read."""
    number = editing.number or typed.plain.get("number", "").strip()
    data = as_document(typed, editing.producer.code)
    if editing.standing:
        data.setdefault("from", Unread(N_("Ghi bản mới dùng từ ngày nào.")))
        data.setdefault("reason", Unread(N_("Ghi vì sao đổi.")))
    try:
        document = _read(number, data)
        if editing.standing is None:
            return _record_new(editing, number, document)
        assert editing.newest
        says = recording.as_result(number, editing.newest.version + 1, document)
        review = _review(editing, says, data)
        if not (sure and request.form.get("reviewed") == review.mark):
            return _page(editing, typed, review=review)
        actor = current_actor()
        transaction(lambda: recording.put(number, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        if error.code == "code_taken":
            errors["number"] = sentence
        return _page(editing, typed, _at_fields(errors), sentence), error.status
    flash(_("Đã lưu bản %(n)s. HTX xác nhận trên trang của mình thì bản này mới dùng.", n=says.version), "good")
    return redirect(url_for("suppliers.agreements.agreement", number=number))


def _read(number: str, data: Mapping[str, object]) -> AgreementRequest:
    """The document. Raises Invalid with everything that is wrong, the number too."""
    wrong: list[tuple[str, str]] = []
    try:
        validation.read(CodeShape, {"code": number})
    except Invalid:
        wrong.append(("number", N_("Mã chỉ có chữ không dấu, số, dấu chấm, gạch. Số như trên giấy ghi ở ô bên cạnh.")))
    try:
        document = validation.read(AgreementRequest, data)
    except Invalid as refused:
        raise Invalid(*wrong, *((e["field"], e["message"]) for e in refused.errors)) from None
    if wrong:
        raise Invalid(*wrong)
    return document


def _record_new(editing: Editing, number: str, document: AgreementRequest) -> Any:
    actor = current_actor()

    def record() -> None:
        if reading.is_known(number):
            raise DomainError("code_taken", N_("Số hợp đồng này đã có. Hãy chọn số khác."))
        recording.put(number, document, actor)

    transaction(record)
    flash(_("Đã lưu hợp đồng %(number)s. Hàng đã bán trước đó không đổi.", number=document.signed_number or number), "good")
    return redirect(f"/producers/{editing.producer.code}#agreements")


def _review(editing: Editing, says: AgreementResult, data: Mapping[str, object]) -> Review:
    """What differs from the version in force. Raises DomainError where nothing does."""
    assert editing.standing and editing.newest
    if says.terms and replace(says, version=editing.newest.version) == editing.newest:
        raise DomainError("nothing_new", N_("Chưa có gì khác với bản mới nhất của hợp đồng."))
    begins, reason = str(data["from"]), str(data["reason"])
    found = changes(editing.standing, says, editing.stock.names)
    return Review(found, fingerprint(says, {"from": begins, "reason": reason}), begins, reason)


def _at_fields(errors: Mapping[str, str]) -> dict[str, str]:
    """Messages at the fields that the editor has: what a term says as a whole stands at its goods or its figure."""
    placed: dict[str, str] = {}
    for field, message in errors.items():
        list_name, _sep, rest = field.partition(".")
        place, _sep, name = rest.partition(".")
        if list_name == "terms" and name in {"product", "set"}:
            placed[f"terms.{place}.scope"] = message
        elif list_name == "terms" and place and name in {"", "rate_bp", "owed_per_unit_vnd", "basis"}:
            placed.setdefault(f"terms.{place}.figure", message)
        elif field == "on_expiry":
            placed["on_expiry.rate_bp"] = message
        else:
            placed[field] = message
    return placed


def _page(
    editing: Editing,
    typed: TypedAgreement,
    errors: Mapping[str, str] | None = None,
    sentence: str | None = None,
    review: Review | None = None,
) -> str:
    return render_template(
        "suppliers/agreement_editor.html",
        editing=editing,
        producer=editing.producer,
        agreement=editing.standing,
        typed=typed,
        was=as_typed(editing.standing) if editing.standing else None,
        scopes=editing.stock.scopes(),
        causes=LossCause,
        shown=_shown(editing, typed),
        errors=errors or {},
        sentence=sentence,
        review=review,
        today=clock.today().isoformat(),
    )


def _shown(editing: Editing, typed: TypedAgreement) -> Shown:
    return Shown.of(editing.stock, typed, editing.standing)
