"""A visitor without a session, and what a page is held to: whole HTML, no foreign address, links that lead somewhere."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

VOID = {"meta", "link", "img", "input", "source", "br", "hr", "path", "circle", "rect"}


class _Reader(HTMLParser):
    """Reads a page and notes what is wrong with its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        names = [name for name, _ in attrs]
        self.wrong += [f"{tag} has {name} twice" for name in set(names) if names.count(name) > 1]
        self.elements.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag == "div" and self.open and self.open[-1] in {"p", "span", "a", "b", "h1", "h2", "dt"}:
            self.wrong.append(f"div in {self.open[-1]}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing that ends itself."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """An element ends; it must be the last that began."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing that is open")


def faults(html: str) -> list[str]:
    """What is wrong with a page: elements that do not close, ids twice, no or several headings of the first rank, a script."""
    reader = _Reader()
    reader.feed(html)
    tags = [tag for tag, _ in reader.elements]
    wrong = [*reader.wrong, *(f"{tag} stays open" for tag in reader.open)]
    wrong += [f"two are called {name}" for name in set(reader.ids) if reader.ids.count(name) > 1]
    if tags.count("h1") != 1:
        wrong.append(f"{tags.count('h1')} h1")
    for tag, attrs in reader.elements:
        if tag == "script" and attrs.get("type") != "application/ld+json":
            wrong.append("a script")
        if tag == "img" and not ({"alt", "width", "height"} <= attrs.keys()):
            wrong.append("a picture whose size is not known before it comes")
        if "style" in attrs or any(name.startswith("on") for name in attrs):
            wrong.append(f"{tag} has a style or a handler of its own")
        source = attrs.get("src") or (attrs.get("href") if tag == "link" and attrs.get("rel") in {"stylesheet", "icon"} else None)
        if source and not source.startswith("/"):
            wrong.append(f"{source} comes from elsewhere")
    return wrong


class Visitor:
    """Somebody with a phone."""

    def __init__(self, app: Flask, language: str = "vi") -> None:
        self.client: FlaskClient = app.test_client()
        self.headers = {"Accept-Language": language, "Accept": "text/html"}

    def get(self, path: str, **headers: str) -> Any:
        """What the address answers."""
        return self.client.get(path, headers={**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}})

    def page(self, path: str, status: int = 200) -> str:
        """The HTML of a page that has no faults."""
        answer = self.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        assert faults(answer.text) == [], path
        return str(answer.text)

    def things(self, path: str) -> dict[str, Any]:
        """What machines read of a page, by type."""
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', self.page(path))
        assert found
        return {thing["@type"]: thing for thing in json.loads(found[1])["@graph"]}


def words_of(html: str) -> str:
    """What one reads of a page."""
    bare = re.sub(r"<(script|style|head).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", bare).split())
