"""The editor of an agreement as a browser sends it back: every field with what stands in it."""

from __future__ import annotations

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._select: str | None = None
        self._chosen: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        name, value = a.get("name") or "", a.get("value") or ""
        if tag == "input" and name and (a.get("type") not in {"radio", "checkbox"} or "checked" in a):
            self.fields.append((name, value))
        elif tag == "select":
            self._select, self._chosen = name, None
        elif tag == "option" and self._select is not None and ("selected" in a or self._chosen is None):
            self._chosen = value
        elif tag == "textarea":
            self._area = name
            self.fields.append((name, ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields[-1] = (self._area, self.fields[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.fields.append((self._select, self._chosen or ""))
            self._select = None
        elif tag == "textarea":
            self._area = None


def fields_of(page: str) -> dict[str, list[str]]:
    """Every field of a page's forms, by name, in the order of the page."""
    parser = _Fields()
    parser.feed(page)
    found: dict[str, list[str]] = {}
    for name, value in parser.fields:
        found.setdefault(name, []).append(value)
    return found
