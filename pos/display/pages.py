"""The page that customers look at. It reads what its till shows, and can do nothing else.

Opened by the till in the same browser it hears the till itself; on another device it pairs by the code in its address, which
stands behind `#` and so reaches no log, and asks the server, whose answer is empty while nothing changes. While the server is
gone the browser opens the page that it kept.
"""

from __future__ import annotations

import json
from functools import cache

from flask import Blueprint, Response, make_response, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.i18n import Language
from core.people.permits import Permit, needs
from core.web.api import read_json
from core.web.assets import bundles
from core.web.error_responses import problem
from pos.display import pairings, shown
from pos.terminal import shell, translations, urls
from pos.terminal.shell import PageFiles

bp = Blueprint("display", __name__)

PAGE = "pos/display.html"
COOKIE = "outlet_display"
COOKIE_LASTS_S = 400 * 24 * 3600
LONGEST_CODE = 100
STYLES = ("css/tokens.css", "css/base.css", "css/parts/figures.css", "css/display.css", "css/parts/pictures.css")


@bp.get("/display")
@needs(Permit.PUBLIC)
def page() -> Response:
    """The page, in the language of the till that leads here; without a till beside it and a pairing it says how to get one.

    It names no till: the one that a browser keeps stands in for each address of it.
    """
    if (language := request.args.get("lang")) in set(Language):
        session["language"] = language
    boot = {
        "timezone": str(clock.zone()),
        "urls": {
            "state": url_for("display.state"),
            "pair": url_for("display.pair"),
            "worker": url_for("display.worker"),
            "page": url_for("display.page"),
            "picture": urls.pattern("files.picture"),
        },
    }
    texts = translations.translated(str(get_locale() or "vi"))
    answer = make_response(render_template(PAGE, boot=boot, translations=texts, files=page_files()))
    shell.mark_as(answer, display_shell())
    return answer


@bp.get("/display-worker.js")
@needs(Permit.PUBLIC)
def worker() -> Response:
    """The worker that opens the page again while the server is gone."""
    return shell.worker_of("display", display_shell(), url_for("display.page"))


@cache
def display_shell() -> shell.Shell:
    """What a browser keeps of the page."""
    made = page_files()
    return shell.shell_of(PAGE, (made.script, made.styles))


@cache
def page_files() -> PageFiles:
    """The script and the style sheet of the page, made of their sources when they are missing."""
    return PageFiles(bundles.script("display", "js/display/app.js"), bundles.sheet("display", STYLES))


@bp.post("/display/pair")
@needs(Permit.PUBLIC)
def pair() -> Response:
    """Pairs this device by a code of a till, once."""
    body = read_json()
    code = body.get("code") if isinstance(body, dict) else None
    if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE:
        return problem(400, "not_json", _("Không đọc được yêu cầu."))
    try:
        secret = transaction(lambda: pairings.pair(code))
    except DomainError as error:
        return problem(error.status, error.code, error.detail)
    answer = make_response("", 204)
    answer.set_cookie(
        COOKIE, secret, COOKIE_LASTS_S, path=url_for("display.page"), secure=request.is_secure, httponly=True, samesite="Strict"
    )
    return answer


@bp.get("/display/state")
@needs(Permit.PUBLIC)
def state() -> Response:
    """What the till of this device shows: 304 while it is the same, 404 for a device that is not paired (any more)."""
    secret = request.cookies.get(COOKIE)
    till = pairings.till_of(secret) if secret else None
    if till is None:
        return problem(404, "not_paired", _("Màn hình này chưa ghép với máy bán hàng nào."))
    now = shown.shown_at(till)
    version = now.version if now else "silent"
    if version in request.if_none_match:
        answer = make_response("", 304)
    else:
        answer = make_response(f'{{"till":{json.dumps(till)},"shown":{now.body if now else "null"}}}')
        answer.mimetype = "application/json"
    answer.set_etag(version)
    answer.headers["Cache-Control"] = "no-store"
    return answer
