"""What screens say for the codes that books and documents hold. The areas register the labels of their closed lists."""

from __future__ import annotations

from flask_babel import gettext

from core.area import registered


def say(value: str | None, group: str) -> str:
    """The label of a code; a code without a label stays itself."""
    if value is None:
        return ""
    label = registered().labels[group].get(value)
    return str(gettext(label)) if label else value


def options(group: str) -> list[tuple[str, str]]:
    """A group as the choices of a select."""
    return [(value, str(gettext(label))) for value, label in registered().labels[group].items()]
