"""The office's pages about messages: what each producer was told and how far it came, and how it wants to hear."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for

from core.db import transaction
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.i18n import gettext as _
from core.people.actor import Actor, current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.web.api import cursor_number
from core.web.form_parsing import filled, form_errors, form_text
from core.web.validation import read
from suppliers import producers
from suppliers.choices import ContactChannel, MessageState, ProducerMessageKind, SoldEvery
from suppliers.messages import channels, reading
from suppliers.messages.channels import NOTHING_CHOSEN, WORTH_A_LETTER
from suppliers.messages.reading import MessageFilter
from suppliers.messages.requests import ChannelsRequest
from suppliers.messages.results import ChannelsResult
from suppliers.messages.went import tone, trouble_text, way_text

bp = Blueprint("messages", __name__)

MESSAGES_PAGE = 50
Member = TypeVar("Member", bound=StrEnum)


@bp.get("/messages")
@needs(Permit.MANAGE)
def messages_list() -> str:
    """What all producers were told, newest first."""
    wanted = _wanted(request.args.get("producer") or None)
    names = dict(producers.producer_names(consigning=True))
    if wanted.producer is not None and wanted.producer not in names:
        raise NotFound(N_("Không có nhà sản xuất này."))
    after = cursor_number(request.args.get("after") or None)
    newest_first = reading.list_messages(wanted, after, MESSAGES_PAGE + 1, newest_first=True)
    page = Page.cut(newest_first, MESSAGES_PAGE, lambda message: message.position)
    return render_template(
        "suppliers/messages.html",
        items=page.items,
        next=page.next,
        names=names,
        wanted=wanted,
        way_text=way_text,
        trouble_text=trouble_text,
        tone=tone,
    )


def _wanted(producer: str | None) -> MessageFilter:
    return MessageFilter(producer, _member(ProducerMessageKind, "kind"), _member(MessageState, "state"))


def _member(choices: type[Member], name: str) -> Member | None:
    asked = request.args.get(name)
    return next((choice for choice in choices if choice == asked), None)


@bp.route("/producers/<code>/channels", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_channels(code: str) -> Any:
    """How a producer hears of the outlet."""
    producer = producers.show_producer(code)
    if request.method == "POST":
        return save(code, current_actor(), "suppliers/channels.html", url_for("suppliers.producer", code=code), producer=producer)
    return channels_page(code, "suppliers/channels.html", producer=producer)


@bp.post("/producers/<code>/channels/<channel>/again")
@needs(Permit.MANAGE)
def try_again(code: str, channel: str) -> Any:
    """Begins anew with an address that was stopped."""
    known = next((each for each in ContactChannel if each == channel), None)
    producers.show_producer(code)
    if known is None:
        raise NotFound(N_("Không có kênh này."))
    actor = current_actor()
    transaction(lambda: channels.try_again(code, known, actor))
    flash(_("Đang gửi lại."), "good")
    return redirect(url_for("messages.messages_list", producer=code))


def channels_page(
    code: str, template: str, refusal: DomainError | None = None, typed: Mapping[str, str] | None = None, **more: object
) -> str:
    """The form of a producer's channels, with what was refused in it, if anything."""
    chosen = channels.show_channels(code)
    sentence, errors = form_errors(refusal) if refusal else (None, {})
    if typed is None:
        typed = {name: value or "" for name, value in _as_typed(chosen).items()}
        checked = {f"{kind}.{channel}" for kind, of_kind in chosen.kinds.items() for channel in of_kind}
        if chosen == NOTHING_CHOSEN:
            checked = {f"{kind}.{channel}" for kind in WORTH_A_LETTER for channel in ContactChannel}
    else:
        checked = set(request.form.getlist("chosen"))
    return render_template(
        template,
        typed=typed,
        checked=checked,
        errors=errors,
        sentence=sentence,
        stopped=chosen.stopped,
        kinds=list(ProducerMessageKind),
        channels=list(ContactChannel),
        **more,
    )


def _as_typed(chosen: ChannelsResult) -> dict[str, str | None]:
    return {
        **{channel.value: chosen.address(channel) for channel in ContactChannel},
        "language": chosen.language,
        "sold_every": chosen.sold_every,
    }


def save(code: str, actor: Actor, template: str, then: str, **more: object) -> Any:
    """Records the form of a producer's channels and goes on, or shows it again with what is wrong."""
    kinds: dict[str, list[str]] = {}
    for kind, _dot, channel in (text.partition(".") for text in request.form.getlist("chosen")):
        kinds.setdefault(kind, []).append(channel)
    data = filled({name: form_text(name) for name in (*ContactChannel, "language")})
    try:
        document = read(ChannelsRequest, {**data, "kinds": kinds, "sold_every": form_text("sold_every") or SoldEvery.DAY.value})
        transaction(lambda: channels.put_channels(code, document, actor))
    except DomainError as error:
        return channels_page(code, template, error, request.form, **more), error.status
    flash(_("Đã lưu cách nhận tin."), "good")
    return redirect(then)
