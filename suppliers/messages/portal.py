"""The producers' own pages about messages: what they were told, and how they want to hear. Works without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from core.db import transaction
from core.people.actor import current_actor
from core.people.permits import needs
from core.results import Page
from core.web.api import cursor_number
from suppliers import producers
from suppliers.messages import reading
from suppliers.messages.pages import channels_page, save
from suppliers.messages.reading import MessageFilter
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer

bp = Blueprint("portal_messages", __name__)

MESSAGES_PAGE = 30


@bp.get("/portal/messages")
@needs(SuppliersPermit.PORTAL)
def messages_list() -> str:
    """What the outlet told this producer, newest first."""
    producer = own_producer()
    after = cursor_number(request.args.get("after") or None)
    newest_first = reading.list_messages(MessageFilter(producer), after, MESSAGES_PAGE + 1, newest_first=True)
    page = Page.cut(newest_first, MESSAGES_PAGE, lambda message: message.position)
    return render_template(
        "portal/messages.html",
        producer=producers.show_producer(producer),
        items=page.items,
        next=page.next,
        unread=reading.count_unread(producer),
        tab="home",
    )


@bp.post("/portal/messages/read-all")
@needs(SuppliersPermit.PORTAL)
def read_all() -> Any:
    """Marks as read what stood on the page."""
    actor, producer = current_actor(), own_producer()
    until = cursor_number(request.form.get("until") or None)
    if until is not None:
        transaction(lambda: reading.close_all(producer, until, actor))
    return redirect(url_for("portal_messages.messages_list"))


@bp.post("/portal/messages/<message>/read")
@needs(SuppliersPermit.PORTAL)
def read_one(message: str) -> Any:
    """Takes a message off the first page."""
    actor, producer = current_actor(), own_producer()
    transaction(lambda: reading.close(producer, message.lower(), actor))
    return redirect("/portal")


@bp.route("/portal/channels", methods=["GET", "POST"])
@needs(SuppliersPermit.PORTAL)
def channels() -> Any:
    """How this producer hears of the outlet."""
    actor, code = current_actor(), own_producer()
    producer = producers.show_producer(code)
    if request.method == "POST":
        return save(code, actor, "portal/channels.html", url_for("portal_messages.messages_list"), producer=producer, tab="home")
    return channels_page(code, "portal/channels.html", producer=producer, tab="home")
