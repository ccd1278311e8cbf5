"""Whatever is written in an article, nothing of it acts: only tags of headings, lists, emphasis, quotes, code, links come out."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.news.markdown import first_words, render
from suppliers.news.requests import MOST_LETTERS

TAGS = {"h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "em", "strong", "a", "code", "pre", "blockquote", "br", "hr"}
ATTRIBUTES = {"a": {"href", "rel", "title"}, "ol": {"start"}, "code": {"class"}}


class Seen(HTMLParser):
    """The tags of a page with their attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags_of(text: str) -> list[tuple[str, dict[str, str | None]]]:
    seen = Seen()
    seen.feed(str(render(text)))
    seen.close()
    return seen.tags


def is_harmless(text: str) -> bool:
    for tag, attributes in tags_of(text):
        if tag not in TAGS or not attributes.keys() <= ATTRIBUTES.get(tag, set()):
            return False
        if tag == "a":
            href = attributes["href"] or ""
            own = href.startswith("/") and not href.startswith(("//", "/\\"))
            if attributes["rel"] != "nofollow noopener" or not (own or href.lower().startswith(("http://", "https://"))):
                return False
    return True


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<!-- --><iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "<javascript:alert(1)>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "`<script>`\n\n```<script>\nalert(1)\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "# <b onclick=alert(1)>x</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "> <form action=//evil.example><input name=password>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_stays_text(attack: str) -> None:
    assert is_harmless(attack)


PIECES = [
    *("<", ">", '"', "'", "&", "#", "[x](", ")", "![", "`", "\n", "*", "- ", "\\", "//"),
    *("javascript:", "https://a.vn", "script", "&#106;"),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30))
def test_no_text_is_an_attack(pieces: list[str]) -> None:
    assert is_harmless("".join(pieces))


def test_what_people_write_reads_as_they_mean_it() -> None:
    text = "# Mùa khoai\n\nKhoai **to**, *thơm*.\n\n- một\n- hai\n\n[xem](/p/KHOAI) và [báo](https://bao.example)"
    assert [tag for tag, _ in tags_of(text)] == ["h2", "p", "strong", "em", "ul", "li", "li", "p", "a", "a"]
    assert first_words(text) == "Mùa khoai Khoai to, thơm. một hai xem và báo"


def test_the_beginning_of_a_long_text_ends_with_a_whole_word() -> None:
    assert first_words("khoai " * 100, most=20) == "khoai khoai khoai…"


@pytest.mark.parametrize("piece", [">", "[", "*a ", "- ", "`", "![", "[a](", "<a "])
def test_a_text_of_nothing_but_marks_is_read_in_seconds(piece: str) -> None:
    began = time.process_time()
    render(piece * (MOST_LETTERS // len(piece)))
    assert time.process_time() - began < 10
