"""What an area of the product registers: `wsgi.py` lists the areas, `register` merges what they declare, and core reads it.

Core names nothing of an area. An `Area` is a plain value; making one does nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Blueprint, Flask, current_app

from core.choices import Choice
from core.db.append_only import Guards
from core.people.permits import AnyPermit, Role
from core.printing.papers import Paper

if TYPE_CHECKING:
    from core.people.actor import Actor

_EXTENSION = "outlet_areas"
Name = TypeVar("Name")
Value = TypeVar("Value")
Labels = Mapping[str, str]
"""What a person reads for each value of a closed list; message ids."""
DocumentNumbers = Callable[[Collection[str]], Mapping[str, str]]
"""The printed numbers of documents of one kind, by their ids."""
DocumentAuthors = Callable[[Collection[str]], Mapping[str, str]]
"""Who recorded documents of one kind, by their ids: the names of accounts."""
Check = Callable[[], Iterable[str]]
"""Recomputes what an area keeps and returns every gap as a line of text."""
Configure = Callable[[Flask], object]
"""Reads an area's own settings and keeps what they mean in the application. Raises BadSetting."""
DayBegins = Callable[[], object]
"""Does what a business day begins with; it must stand being done by two at once, and again."""


@dataclass(frozen=True, slots=True)
class FileUse:
    """Documents of one kind that name files: whether everybody may see one that names a file, and whether somebody reads one."""

    is_public: Callable[[str], bool]
    may_read: Callable[[str, Actor], bool]


@dataclass(frozen=True, slots=True)
class MenuSection:
    """A heading of the menu; sections and their items stand in the order of their positions. `title` is a message id."""

    position: int
    title: str | None = None


TOP = MenuSection(0)
"""The lines above every heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """A line of the menu, for those who hold the permit. `label` is a message id; `count` says how much there is to do."""

    section: MenuSection
    position: int
    endpoint: str
    label: str
    permit: AnyPermit
    count: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTab:
    """One of the pages that stand together as a group, for those who hold the permit. `label` is a message id."""

    group: str
    position: int
    endpoint: str
    label: str
    permit: AnyPermit


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What one area brings.

    `token_uses` names what a token may be narrowed to. `menu_pages` says for a page without a line of its own (an endpoint)
    which line is marked (the endpoint of that line). `tabs` lead from page to page of a group. `homes` says where a role
    begins, `visitors_home` where a stranger does. `labels` go by the name of their closed list; `audit_actions` and
    `audit_fields` are what a person reads for the words of the audit trail. `checks` are what `books check` runs. `guards` are
    the area's tables whose rows stay. `papers` are what the area prints. `day_begins` is done before anything else on a
    business day (`core.business_day`). `document_numbers`
    reads printed numbers and `document_authors` who recorded it, by the kind of document as book lines name it. `file_uses` say
    who reads which file. `configure` reads settings of the area's own.
    """

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    permits: tuple[type[AnyPermit], ...] = ()
    token_uses: Mapping[str, AnyPermit] = field(default_factory=dict)
    menu: tuple[MenuItem, ...] = ()
    menu_pages: Mapping[str, str] = field(default_factory=dict)
    tabs: tuple[PageTab, ...] = ()
    homes: Mapping[Role, str] = field(default_factory=dict)
    visitors_home: str | None = None
    labels: Mapping[str, type[Choice] | Mapping[Any, str]] = field(default_factory=dict)
    audit_actions: Labels = field(default_factory=dict)
    audit_fields: Labels = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    guards: Guards = field(default_factory=Guards)
    papers: tuple[Paper, ...] = ()
    day_begins: tuple[DayBegins, ...] = ()
    document_numbers: Mapping[str, DocumentNumbers] = field(default_factory=dict)
    document_authors: Mapping[str, DocumentAuthors] = field(default_factory=dict)
    file_uses: tuple[FileUse, ...] = ()
    configure: tuple[Configure, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """What all areas declare, merged."""

    areas: tuple[Area, ...]
    permits: tuple[AnyPermit, ...]
    token_uses: Mapping[str, AnyPermit]
    menu: tuple[tuple[MenuSection, tuple[MenuItem, ...]], ...]
    menu_pages: Mapping[str, str]
    tabs: tuple[PageTab, ...]
    homes: Mapping[Role, str]
    visitors_home: str | None
    labels: Mapping[str, Labels]
    audit_actions: Labels
    audit_fields: Labels
    checks: tuple[Check, ...]
    guards: Guards
    papers: Mapping[str, Paper]
    day_begins: tuple[DayBegins, ...]
    document_numbers: Mapping[str, DocumentNumbers]
    document_authors: Mapping[str, DocumentAuthors]
    file_uses: tuple[FileUse, ...]


def register(app: Flask, areas: Iterable[Area]) -> None:
    """Adds the areas to the application. Raises ValueError for a name that two of them declare, and BadSetting."""
    merged = _merge(tuple(areas))
    app.extensions[_EXTENSION] = merged
    for area in merged.areas:
        for configure in area.configure:
            configure(app)
        for blueprint in area.blueprints:
            app.register_blueprint(blueprint)


def registered() -> Registered:
    """What the areas of the current application declare."""
    merged: Registered = current_app.extensions[_EXTENSION]
    return merged


def numbers_of(documents: Iterable[str]) -> dict[str, str]:
    """The printed numbers of documents (`sale/{uid}`), of those that have one."""
    return _read_of_each(registered().document_numbers, documents)


def authors_of(documents: Iterable[str]) -> dict[str, str]:
    """Who recorded documents (`sale/{uid}`), where that is known."""
    return _read_of_each(registered().document_authors, documents)


def _read_of_each(readers: Mapping[str, DocumentNumbers], documents: Iterable[str]) -> dict[str, str]:
    """What the readers of their kinds say of documents."""
    of_kind: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        kind, _slash, uid = document.partition("/")
        of_kind[kind].add(uid)
    return {
        f"{kind}/{uid}": text
        for kind, uids in of_kind.items()
        if kind in readers
        for uid, text in readers[kind](sorted(uids)).items()
    }


def _merge(areas: tuple[Area, ...]) -> Registered:
    permits = [(permit.value, permit) for area in areas for group in area.permits for permit in group]
    items = sorted((item for area in areas for item in area.menu), key=lambda item: (item.section.position, item.position))
    sections = dict.fromkeys(item.section for item in items)
    return Registered(
        areas=areas,
        permits=tuple(_unique(permits).values()),
        token_uses=_unique((name, permit) for area in areas for name, permit in area.token_uses.items()),
        menu=tuple((section, tuple(item for item in items if item.section == section)) for section in sections),
        menu_pages=_unique((page, line) for area in areas for page, line in area.menu_pages.items()),
        tabs=tuple(sorted((tab for area in areas for tab in area.tabs), key=lambda tab: tab.position)),
        homes=_unique((role, endpoint) for area in areas for role, endpoint in area.homes.items()),
        visitors_home=next((area.visitors_home for area in areas if area.visitors_home), None),
        labels=_labels(areas),
        audit_actions=_unique(pair for area in areas for pair in area.audit_actions.items()),
        audit_fields=_unique(pair for area in areas for pair in area.audit_fields.items()),
        checks=tuple(check for area in areas for check in area.checks),
        guards=Guards(
            tuple(table for area in areas for table in area.guards.append_only),
            _unique(pair for area in areas for pair in area.guards.mutable.items()),
            _unique(pair for area in areas for pair in area.guards.clearable.items()),
        ),
        papers=_unique((paper.name, paper) for area in areas for paper in area.papers),
        day_begins=tuple(act for area in areas for act in area.day_begins),
        document_numbers=_unique(pair for area in areas for pair in area.document_numbers.items()),
        document_authors=_unique(pair for area in areas for pair in area.document_authors.items()),
        file_uses=tuple(use for area in areas for use in area.file_uses),
    )


def _labels(areas: tuple[Area, ...]) -> dict[str, Labels]:
    """The labels of each closed list; several areas may add values to one."""
    groups = dict.fromkeys(group for area in areas for group in area.labels)
    return {
        group: _unique((value, say) for area in areas for value, say in _labels_of(area.labels.get(group, {})).items())
        for group in groups
    }


def _labels_of(labels: type[Choice] | Mapping[Any, str]) -> Labels:
    if isinstance(labels, type):
        return {choice.value: choice.label for choice in labels}
    return {str(value): label for value, label in labels.items()}


def _unique(pairs: Iterable[tuple[Name, Value]]) -> dict[Name, Value]:
    merged: dict[Name, Value] = {}
    for name, value in pairs:
        if name in merged:
            raise ValueError(f"two areas declare {name!r}")
        merged[name] = value
    return merged
