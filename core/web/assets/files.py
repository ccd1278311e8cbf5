"""The address of a file under `static/` names its content (`?v=…`): a browser that has it never asks again.

Files, the JSON of the API and pages for everybody (`g.is_for_everybody`) go out compressed to those who understand it. Other
pages do not: they hold secrets beside what a stranger may have written into them, and the length of a compressed page tells about
both (BREACH).
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, g, request

from core.paths import ROOT

STATIC = ROOT / "static"
FOREVER = "public, max-age=31536000, immutable"
SHORTEST = 1400
"""Bytes that fit into one packet are not worth the work."""
TEXTS = frozenset({"application/json", "text/css", "text/javascript", "application/javascript", "image/svg+xml"})
FILE_QUALITY, ANSWER_QUALITY = 10, 4
"""Of Brotli: a file is compressed once, an answer each time."""


def init_app(app: Flask) -> None:
    """Names and compresses the files of an application."""
    app.url_defaults(_name_content)
    app.after_request(_compress)
    app.after_request(_keep)


def version_of(name: str) -> str | None:
    """What stands behind `?v=` for a file under `static/`; None where there is no such file."""
    try:
        changed = (STATIC / name).stat().st_mtime_ns
    except (OSError, ValueError):
        return None
    return _digest(name, changed)


def query_of(name: str) -> str:
    """The end of the address of a file under `static/`."""
    version = version_of(name)
    return f"?v={version}" if version else ""


@lru_cache(maxsize=512)
def _digest(name: str, _changed: int) -> str | None:
    try:
        return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    except OSError:
        return None


def _name_content(endpoint: str, values: dict[str, object]) -> None:
    if endpoint == "static" and (version := version_of(str(values.get("filename")))):
        values["v"] = version


def _keep(answer: Response) -> Response:
    if request.endpoint == "static" and answer.status_code in {200, 304}:
        version = request.args.get("v")
        if version and version == version_of((request.view_args or {})["filename"]):
            answer.headers["Cache-Control"] = FOREVER
    return answer


def _compress(answer: Response) -> Response:
    is_file = request.endpoint == "static"
    is_open = answer.mimetype == "text/html" and g.get("is_for_everybody", False)
    if not is_open and (answer.mimetype not in TEXTS or not (is_file or request.path.startswith("/api/"))):
        return answer
    answer.vary.add("Accept-Encoding")
    how = request.accept_encodings.best_match(["br", "gzip"])
    if answer.status_code != 200 or how is None or (answer.is_streamed and not is_file) or "Content-Encoding" in answer.headers:
        return answer
    answer.direct_passthrough = False
    content = answer.get_data()
    if len(content) < SHORTEST:
        return answer
    answer.set_data(_packed_file(content, how) if is_file else _compressed(content, how, ANSWER_QUALITY))
    answer.headers["Content-Encoding"] = how
    answer.headers.pop("Accept-Ranges", None)
    etag, _ = answer.get_etag()
    if etag:
        answer.set_etag(etag, weak=True)
    return answer


def packed(path: Path) -> Path:
    """Where the Brotli of a file lies that was packed when it was made."""
    return path.with_name(f"{path.name}.br")


def _packed_file(content: bytes, how: str) -> bytes:
    made = packed(STATIC / (request.view_args or {})["filename"])
    if how == "br" and made.is_file():
        return made.read_bytes()
    return _compressed_file(content, how)


@lru_cache(maxsize=128)
def _compressed_file(content: bytes, how: str) -> bytes:
    return _compressed(content, how, FILE_QUALITY)


def _compressed(content: bytes, how: str, quality: int) -> bytes:
    return bytes(brotli.compress(content, quality=quality)) if how == "br" else gzip.compress(content, mtime=0)
