"""What one application of a process compiles, templates and addresses, serves all the others, and the forks of the process.

Werkzeug writes and compiles two small functions for each address: four fifths of the time that an application takes to be made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_compiled: dict[object, Builder] = {}
_compile = Rule._compile_builder


class CompiledTemplates(BytecodeCache):
    """Compiled templates in memory, by name and source."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Loads what an earlier application compiled from the same source."""
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Stores what was compiled."""
        self.code[bucket.key] = bucket.bytecode_to_string()


COMPILED_TEMPLATES = CompiledTemplates()


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
