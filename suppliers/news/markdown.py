"""Markdown as a page shows it: headings, lists, emphasis, links. What looks like HTML stays text. Pure.

Links go to http and https addresses and to pages of the outlet, marked for search engines as nobody's advice. Pictures by
address are not drawn: an article has one of its own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ALLOWED = re.compile(r"https?://[^\s/]|/(?![/\\])", re.IGNORECASE)
FIRST_HEADING = 2
"""The page's title is its only first heading; a heading of the text is below it."""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # takes up room in every server, and few show an article

    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline", "entity"])
    parser.validateLink = lambda address: _ALLOWED.match(address.strip()) is not None  # type: ignore[method-assign, assignment]
    return parser


def render(text: str) -> Markup:
    """The HTML of a text; nothing in it acts, whatever was written."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        _settle(token)
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704  # the parser escapes all but its own tags


def _settle(token: Token) -> None:
    """Puts headings below the page's own, and marks links."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{max(FIRST_HEADING, int(token.tag[1:]))}"
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("rel", "nofollow noopener")


def first_words(text: str, most: int = 180) -> str:
    """The beginning of a text without its marks, for lists."""
    words: list[str] = []
    for token in _parser().parse(text):
        if token.type == "inline":
            words += [child.content for child in token.children or () if child.type in {"text", "code_inline"}]
            words.append(" ")
    plain = " ".join("".join(words).split())
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + "…"
