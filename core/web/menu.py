"""The menu of the back office, from what the areas registered."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from core.area import registered
from core.people.actor import Actor


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A line of the menu as the page shows it."""

    href: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class MenuLinks:
    """A section of the menu as the page shows it."""

    section: str | None
    links: list[MenuLink]


def menu_of(actor: Actor, path: str) -> list[MenuLinks]:
    """The menu of what `actor` may do; the line nearest to the page at `path` is marked."""
    areas = registered()
    lines = {url_for(item.endpoint): item.endpoint for _section, items in areas.menu for item in items if actor.may(item.permit)}
    pages = {url_for(page): line for page, line in areas.menu_pages.items()} | lines
    nearest = max((address for address in pages if _is_under(path, address)), key=len, default="")
    sections = [
        MenuLinks(
            _(section.title) if section.title else None,
            [
                MenuLink(url_for(item.endpoint), _(item.label), pages.get(nearest) == item.endpoint)
                for item in items
                if actor.may(item.permit)
            ],
        )
        for section, items in areas.menu
    ]
    return [section for section in sections if section.links]


def _is_under(path: str, address: str) -> bool:
    return path == address or path.startswith(address + "/")
