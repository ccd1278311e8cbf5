"""Addresses compiled by one application of a process serve all the others, and the forks of the process.

Werkzeug writes and compiles two small functions for each address: four fifths of the time that an application takes to be made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_compiled: dict[object, Builder] = {}
_compile = Rule._compile_builder


def _compile_once(rule: Any, append_unknown: bool = True) -> Builder:
    """The function is called with its rule, so that rules of the same address share it."""
    if rule.defaults:
        return _compile(rule, append_unknown)
    key = (tuple(rule._trace), append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


def share_compiled_routes() -> None:
    """From now on in this process."""
    Rule._compile_builder = _compile_once  # type: ignore[method-assign]
