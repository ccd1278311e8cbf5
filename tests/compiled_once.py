"""What one application of a process compiles, addresses and SQL, serves all the others, and the forks of the process.

Templates are compiled once for all processes and runs.
Werkzeug writes and compiles two small functions for each address: four fifths of the time that an application takes to be made.
SQLAlchemy compiles a statement once for each database it is connected to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

FOLDER = Path(__file__).parent / "__pycache__"
"""Compiled templates stay beside compiled tests: each process, server and run compiles only what has changed."""
Builder = Callable[..., tuple[str, str]]

FOLDER.mkdir(exist_ok=True)
_statements: LRUCache[Any, Any] = LRUCache(20_000)
_compiled: dict[object, Builder] = {}
_compile = Rule._compile_builder


COMPILED_TEMPLATES = FileSystemBytecodeCache(str(FOLDER), "%s.jinja")


def _compile_once(rule: Any, append_unknown: bool = True) -> Builder:
    """The function is called with its rule, so that rules of the same address share it."""
    if rule.defaults:
        return _compile(rule, append_unknown)
    key = (tuple(rule._trace), append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


class CompiledStatements:
    """What SQLAlchemy keeps of an engine's statements, without the engine: those of one driver are compiled alike."""

    def __init__(self, driver: str) -> None:
        self.driver = driver

    def get(self, key: Any) -> Any:
        """The compiled statement; None the first time. The key's first part is the engine's own dialect."""
        return _statements.get((self.driver, *key[1:]))

    def __setitem__(self, key: Any, compiled: Any) -> None:
        _statements[(self.driver, *key[1:])] = compiled


def _share_statements(engine: Engine) -> None:
    engine._compiled_cache = CompiledStatements(f"{engine.dialect.name}+{engine.dialect.driver}")  # type: ignore[assignment]


def share_what_is_compiled() -> None:
    """From now on in this process."""
    Rule._compile_builder = _compile_once  # type: ignore[method-assign]
    Dialect.engine_created = staticmethod(_share_statements)  # type: ignore[method-assign,assignment]
