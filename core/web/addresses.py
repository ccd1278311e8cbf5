"""Lot codes in addresses: GS1 allows a slash inside a code, and `%2F` in an address is that slash, not a border.

WSGI hands `%2F` on as `/`, which hides where the code ends. So the raw address is read here, and a mark stands for the
slash until the view gets the code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from flask import Flask
from werkzeug.routing import PathConverter

_MARK = "\ue000"
_SLASH = re.compile("%2f", re.IGNORECASE)


class _CodeConverter(PathConverter):
    """`<code:lot>`: a code that may hold slashes, marked or bare."""

    def to_python(self, value: str) -> str:
        return value.replace(_MARK, "/")

    def to_url(self, value: str) -> str:
        return quote(value, safe="")


def init_app(app: Flask) -> None:
    """Adds the `code` converter and reads encoded slashes; call it before any route is added."""
    app.url_map.converters["code"] = _CodeConverter
    app.wsgi_app = _marking_slashes(app.wsgi_app)  # type: ignore[method-assign]


def _marking_slashes(inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raw = environ.get("REQUEST_URI", "").partition("?")[0]
        if raw.startswith("/") and _SLASH.search(raw):
            environ["PATH_INFO"] = unquote_to_bytes(_SLASH.sub(quote(_MARK), raw)).decode("latin-1")
        return inner(environ, start_response)

    return call
