"""What search engines ask for first: which pages there are, and which are for them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from flask import Blueprint, Response, current_app

from core import setup
from core.i18n import Language
from core.people.permits import Permit, needs
from office.site import linked, reading

bp = Blueprint("crawlers", __name__)

FOR_STAFF = (
    "/api/", "/sell", "/stock", "/producers", "/products", "/reports", "/people", "/settings", "/portal", "/account", "/sign-in",
    "/r/", "/programme/lot",
)  # fmt: skip


@bp.get("/robots.txt")
@needs(Permit.PUBLIC)
def robots() -> Response:
    """Opens the public pages to search engines, and names the list of them."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in FOR_STAFF), f"Sitemap: {linked.absolute('/sitemap.xml')}", ""]
    return current_app.response_class("\n".join(lines), content_type="text/plain; charset=utf-8")


@bp.get("/sitemap.xml")
@needs(Permit.PUBLIC)
def sitemap() -> Response:
    """The public pages, each in both languages."""
    entries = "".join(_entry(path) for path in _paths()) if setup.is_set_up() else ""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        f"{entries}</urlset>\n"
    )
    return current_app.response_class(text, content_type="application/xml; charset=utf-8")


def _paths() -> Iterator[str]:
    yield from ("/programme", "/programme/products", "/programme/producers")
    for producer in reading.producers():
        yield f"/programme/producers/{quote(producer.code, safe='')}"
    for product in reading.products():
        yield linked.product_path(product)


def _entry(path: str) -> str:
    here = escape(linked.absolute(path))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language.value}" href="{here}?lang={language.value}"/>' for language in Language
    )
    return f"<url><loc>{here}</loc>{others}</url>"
