"""The menu of the back office and the tabs of its pages, from what the areas registered."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from core.area import MenuItem, registered
from core.people.actor import Actor, current_actor


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A line of the menu, or a tab, as the page shows it; `count` is how much there is to do, 0 where nothing is counted."""

    href: str
    label: str
    current: bool
    count: int = 0


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
                MenuLink(
                    url_for(item.endpoint),
                    _(item.label),
                    pages.get(nearest) == item.endpoint,
                    _count(item),
                )
                for item in items
                if actor.may(item.permit)
            ],
        )
        for section, items in areas.menu
    ]
    return [section for section in sections if section.links]


def _count(item: MenuItem) -> int:
    try:
        return item.count() if item.count else 0
    except OperationalError:  # the page that says that the database is gone has a menu too
        return 0


def tabs_of(group: str) -> list[MenuLink]:
    """The pages of a group that the one who asks may open; the page at hand is marked."""
    actor = current_actor()
    tabs = [(url_for(tab.endpoint), tab) for tab in registered().tabs if tab.group == group and actor.may(tab.permit)]
    return [MenuLink(address, _(tab.label), address == request.path) for address, tab in tabs]


def _is_under(path: str, address: str) -> bool:
    return path == address or path.startswith(address + "/")
