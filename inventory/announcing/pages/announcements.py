"""What producers announced: what comes when, what came, and the way to receive it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.people.permits import Permit, needs
from core.results import Page
from core.web.api import cursor_number, known_uid
from inventory import places
from inventory.announcing import reading, wording
from inventory.announcing.pages import cancelling
from inventory.permits import GoodsPermit
from suppliers import producers, products

bp = Blueprint("announcements", __name__)

PAGE = 50


@bp.get("/stock/announcements")
@needs(GoodsPermit.WRITE)
def announcements_list() -> str:
    """What comes when, by day; below it what came or was cancelled, the newest first."""
    before = cursor_number(request.args.get("after") or None)
    newest = reading.list_announcements(after=before, limit=PAGE + 1, newest_first=True, only_ended=True)
    page = Page.cut(newest, PAGE, lambda item: item[0])
    waiting = [] if before else reading.expected()
    ended = [each for _id, each in page.items]
    return render_template(
        "inventory/announcing/announcements.html",
        waiting=waiting,
        ended=ended,
        next_href=url_for("announcements.announcements_list", after=page.next) if page.next else None,
        goods=products.names_of({line.product for each in (*waiting, *ended) for line in each.lines}),
        names=dict(producers.producer_names()),
        places=places.place_names(),
        announced=wording.announced,
        day_heading=wording.day_heading,
    )


@bp.post("/stock/announcements/<uid>/cancel")
@needs(Permit.MANAGE)
def cancel(uid: str) -> Any:
    """Takes an announcement back in the producer's place."""
    cancelling.cancel(known_uid(uid), _("Đã hủy báo hàng."))
    return redirect(url_for("announcements.announcements_list"))
