"""The till's page without a server: the worker a browser keeps, told what to keep beside the page and under which version."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from functools import cache
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, url_for
from jinja2 import meta

from core.paths import ROOT
from core.people.permits import Permit, needs

bp = Blueprint("till_shell", __name__)

STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
PAGE, SCRIPTS, WORKER = "pos/sell.html", "js/till", "js/till/worker.js"
FILE_OF_TEMPLATE = re.compile(r"url_for\('static',\s*filename='([^']+)'\)")
FILE_OF_STYLE = re.compile(r"""(?:\burl\(|@import)\s*["']?([^"')]+)""")


@bp.get("/sell-worker.js")
@needs(Permit.PUBLIC)
def worker() -> Response:
    """The worker. It stands at the root because a browser lets a worker serve only addresses beside or below its own."""
    assets = [url_for("static", filename=name) for name in files()]
    facts = {"version": version(), "page": url_for("sell.sell"), "assets": assets}
    script = f"const SHELL = {json.dumps(facts)};\n{(STATIC / WORKER).read_text('utf-8')}"
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def mark(answer: Response, till: str) -> None:
    """Lets the worker keep this answer as the page of a till. What is not marked is never kept."""
    answer.headers["Till-Shell"] = version()
    answer.headers["Till-Code"] = quote(till)


def files() -> list[str]:
    """What the till's page is made of beside itself: style sheets, scripts, fonts and icons, as names under `static/`."""
    return list(_read()["files"])


def version() -> str:
    """Another one whenever the page's templates, the worker or one of the files is another."""
    return str(_read()["version"])


@cache
def _read() -> dict[str, Any]:
    """Read once: a server is started anew to serve another version."""
    templates = _templates(PAGE)
    found: dict[str, bytes] = {}
    waiting = [name for text in templates.values() for name in FILE_OF_TEMPLATE.findall(text)] + _scripts()
    while waiting:
        name = waiting.pop()
        if name not in found and (STATIC / name).is_file():
            found[name] = (STATIC / name).read_bytes()
            waiting += _drawn_in(name, found[name])
    parts = {**{name: text.encode() for name, text in templates.items()}, **found, WORKER: (STATIC / WORKER).read_bytes()}
    digest = hashlib.sha256()
    for name, content in sorted(parts.items()):
        digest.update(f"{name} {len(content)} ".encode() + content)
    return {"files": sorted(found), "version": digest.hexdigest()[:16]}


def _templates(name: str) -> dict[str, str]:
    """A template and all it takes in, by name."""
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = (TEMPLATES / one).read_text("utf-8")
            tree = current_app.jinja_env.parse(found[one])
            waiting += [other for other in meta.find_referenced_templates(tree) if other]
    return found


def _scripts() -> list[str]:
    """Every script of the till; the worker itself is kept by the browser."""
    names = sorted(path.relative_to(STATIC).as_posix() for path in (STATIC / SCRIPTS).rglob("*.js"))
    return [name for name in names if name != WORKER]


def _drawn_in(name: str, content: bytes) -> list[str]:
    """The files of ours that a style sheet draws in."""
    if not name.endswith(".css"):
        return []
    named = [other for other in FILE_OF_STYLE.findall(content.decode()) if not other.startswith(("data:", "#"))]
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), other)) for other in named]
