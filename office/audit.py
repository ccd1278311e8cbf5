"""The audit trail as managers read it: who did what, and what it was before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from core.area import registered
from core.db import audit
from core.db.audit import AuditEntry, AuditFilter
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Permit, needs
from core.results import Page
from core.text.formats import capitalized, day, moment, rate, vnd
from core.text.labels import say
from core.text.letters import clean_text
from core.web.api import cursor_number
from core.web.form_parsing import read_day
from core.web.pages import person

bp = Blueprint("audit", __name__)

LINES_PAGE = 100
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")
_CHOICES = {
    "producer.kind": "producer_kind",
    "place.kind": "place_kind",
    "cash.kind": "cash_move",
    "vat": "vat",
    "basis": "basis",
    "commission_base": "commission_base",
    "discount_bearer": "discount_bearer",
    "vat_kept_by": "vat_kept_by",
    "method": "payout_method",
    "role": "role",
    "what": "approved",
    "loss": "bearer",
    "flags": "flag",
    "refund_other_method": "approval_rule",
    "own_confirm": "approval_rule",
    "short_stock": "approval_rule",
    "float_count": "float_count",
    "proof": "proof",
    "choice": "expiry_choice",
}
"""Fields that hold a value of a closed list, with the group of its labels; before the dot the kind of the action."""
_KEYS = {"loss": "cause", "allowances": "cause"}
"""Fields that hold a value for each of a closed list, with the group of the list's labels."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a line in a reader's words; `before` is None where there was no record."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the trail as its page shows it."""

    entry: AuditEntry
    who: str
    action: str
    changes: list[Change]


@bp.get("/settings/audit")
@needs(Permit.MANAGE)
def trail() -> str:
    """The newest lines first, of the days, the person, the action and the subject that were asked for."""
    asked = {name: clean_text(request.args.get(name, "")) for name in ("who", "action", "subject")}
    first, last = read_day(request.args.get("from")), read_day(request.args.get("to"))
    wanted = AuditFilter(first, last, *(asked[name] or None for name in ("who", "action", "subject")))
    after = cursor_number(request.args.get("after") or None)
    lines = audit.list_lines(wanted, after=after, limit=LINES_PAGE + 1, newest_first=True)
    page = Page.cut(lines, LINES_PAGE, lambda line: line.id)
    days = {"from": first.isoformat() if first else "", "to": last.isoformat() if last else ""}
    query = {name: value for name, value in {**days, **asked}.items() if value}
    return render_template(
        "settings/audit.html",
        lines=[_line(entry) for entry in page.items],
        next=f"/settings/audit?{urlencode({**query, 'after': page.next})}" if page.next else None,
        file=f"/api/v1/audit?{urlencode({**query, 'format': 'csv'})}",
        typed={**days, **asked},
        people=[("", _("Mọi người")), *sorted(people.names().items(), key=lambda one: one[1])],
        actions=[("", _("Mọi việc")), *((key, capitalized(_(label))) for key, label in registered().audit_actions.items())],
    )


def _line(entry: AuditEntry) -> Line:
    label = registered().audit_actions.get(entry.action)
    kind = entry.action.partition(".")[0]
    changes = [
        Change(_label(name), _old(kind, name, entry), None if entry.after is None else _text(kind, name, entry.after.get(name)))
        for name in {**(entry.before or {}), **(entry.after or {})}
    ]
    details = [
        Change(_label(name), None, _text(kind, name, value))
        for name, value in (entry.detail or {}).items()
        if value not in (None, [], "")
    ]
    who = _("tự động") if entry.who == SYSTEM.name else person(entry.who)
    return Line(entry, who, capitalized(_(label)) if label else entry.action, [*changes, *details])


def _old(kind: str, name: str, entry: AuditEntry) -> str | None:
    return None if entry.before is None else _text(kind, name, entry.before.get(name))


def _label(name: str) -> str:
    label = registered().audit_fields.get(name)
    return _(label) if label else name


def _text(kind: str, name: str, value: object) -> str:
    """A value as people read it: đồng, per cent, days, choices by name, what is inside of what."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    if isinstance(value, int):
        return vnd(value) if name.endswith("_vnd") else rate(value) if name.endswith("_bp") else str(value)
    if isinstance(value, Mapping):
        group = _KEYS.get(name)
        inside = ", ".join(
            f"{say(key, group) if group else _label(key)}: {text}"
            for key, inner in value.items()
            if (text := _text(kind, name if group and not isinstance(inner, Mapping) else key, inner)) != "–"
        )
        return f"({inside})" if inside else "–"
    if isinstance(value, list):
        return "; ".join(_text(kind, name, inner) for inner in value)
    text = str(value)
    if _MOMENT.fullmatch(text):
        return moment(text)
    if _DAY.fullmatch(text):
        return day(text)
    group = _CHOICES.get(f"{kind}.{name}") or _CHOICES.get(name)
    return say(text, group) if group else text
