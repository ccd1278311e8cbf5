"""What the till's page is made of, and the worker that serves it, or another page of the counter, without a server."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from flask import Blueprint, Response, current_app, url_for
from jinja2 import meta

from core.paths import ROOT
from core.people.permits import Permit, needs
from core.web.assets import bundles

bp = Blueprint("till_shell", __name__)

STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
PAGE, WORKER = "pos/sell.html", "js/till/worker.js"
SCRIPT, SELDOM = "js/till/app.js", "js/till/screens/seldom.js"
STYLES = (
    "css/tokens.css",
    "css/base.css",
    "css/parts/forms.css",
    "css/parts/figures.css",
    "css/till.css",
    "css/till/goods.css",
    "css/till/cart.css",
    "css/till/foot.css",
    "css/till/desk.css",
    "css/till/sum.css",
    "css/till/money.css",
    "css/parts/slip_rows.css",
    "css/till/screens.css",
    "css/till/displays.css",
    "css/till/returned.css",
    "css/till/letters.css",
    "css/till/sizes.css",
    "css/till/low.css",
    "css/till/phone.css",
    "css/till/phone_desk.css",
    "css/till/weigh.css",
    "css/parts/pictures.css",
)
"""The style sheets of the page, in their order."""
PICTURES = "/pictures/"
"""How the addresses of photos begin, which the worker stores as they are seen."""
FILE_OF_TEMPLATE = re.compile(r"url_for\('static',\s*filename='([^']+)'\)")
FILE_OF_STYLE = re.compile(r"""\burl\("([^"?]+)""")


@bp.get("/sell-worker.js")
@needs(Permit.PUBLIC)
def worker() -> Response:
    """The till's worker. It stands at the root because a browser lets a worker serve only addresses beside or below its own."""
    return worker_of("till", till_shell(), url_for("sell.sell"))


def worker_of(name: str, shell: Shell, page: str) -> Response:
    """The worker that keeps a page and serves it without a server; what it stores is `name`'s."""
    assets = [url_for("static", filename=file) for file in shell.files]
    head = {"name": name, "version": shell.version, "page": page, "assets": assets, "pictures": PICTURES}
    script = f"const SHELL = {json.dumps(head)};\n{(STATIC / WORKER).read_text('utf-8')}"
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def mark(answer: Response, till: str) -> None:
    """Lets the worker store this answer as the page of a till; it stores nothing that is not marked."""
    mark_as(answer, till_shell())
    answer.headers["Till-Code"] = quote(till)


def mark_as(answer: Response, shell: Shell) -> None:
    """Lets the worker of a shell store this answer as its page."""
    answer.headers["Till-Shell"] = shell.version


@dataclass(frozen=True, slots=True)
class PageFiles:
    """The names under `static/` of the page's script and style sheet, and of the script of screens that are seldom opened."""

    script: str
    styles: str
    seldom: str = ""


@cache
def page_files() -> PageFiles:
    """The scripts and the style sheet, made of their sources when they are missing."""
    script, seldom = bundles.scripts_of("till", SCRIPT, "seldom", SELDOM)
    return PageFiles(script, bundles.sheet("till", STYLES), seldom)


@dataclass(frozen=True, slots=True)
class Shell:
    """What a browser keeps of the till: the names of its files under `static/`, and the version of them and the page."""

    files: tuple[str, ...]
    version: str


@cache
def till_shell() -> Shell:
    """The till's page: style sheet, scripts, fonts and icons. Read once: a server is started anew to serve another version."""
    made = page_files()
    return shell_of(PAGE, (made.script, made.seldom, made.styles))


def shell_of(template: str, made: Sequence[str]) -> Shell:
    """A page of a template and of files made for it; another version whenever one of them or of the templates is another."""
    templates = _templates(template)
    files: dict[str, bytes] = {}
    unread = [name for text in templates.values() for name in FILE_OF_TEMPLATE.findall(text)]
    unread += made
    while unread:
        name = unread.pop()
        if name not in files and (STATIC / name).is_file():
            files[name] = (STATIC / name).read_bytes()
            unread += _files_of_style(name, files[name])
    parts = {**{name: text.encode() for name, text in templates.items()}, **files, WORKER: (STATIC / WORKER).read_bytes()}
    digest = hashlib.sha256()
    for name, content in sorted(parts.items()):
        digest.update(f"{name} {len(content)} ".encode() + content)
    return Shell(tuple(sorted(files)), digest.hexdigest()[:16])


def _templates(name: str) -> dict[str, str]:
    """A template and all it takes in, by name."""
    texts: dict[str, str] = {}
    unread = [name]
    while unread:
        one = unread.pop()
        if one not in texts:
            texts[one] = (TEMPLATES / one).read_text("utf-8")
            tree = current_app.jinja_env.parse(texts[one])
            unread += [other for other in meta.find_referenced_templates(tree) if other]
    return texts


def _files_of_style(name: str, content: bytes) -> list[str]:
    """The files of ours that a style sheet draws in."""
    if not name.endswith(".css"):
        return []
    named = [other for other in FILE_OF_STYLE.findall(content.decode()) if not other.startswith(("data:", "#"))]
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), other)) for other in named]
