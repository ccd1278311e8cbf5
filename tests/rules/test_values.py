"""Between modules go results, not dicts: verbs and queries return frozen dataclasses, JSON and forms stand at the edge."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

import wsgi
from core.web import openapi
from tests.rules.test_structure import IN_AREAS, ROOT

LOOSE = re.compile(r"\b(dict|Mapping)\[str, Any\]|\blist\[dict\]|-> dict:")
EDGE = ("core/web/", "core/db/prepared.py")
"""Where JSON, forms and the contexts of templates are read and written, and where the rows of the database come from."""

SOURCES = {str(path.relative_to(ROOT)): path.read_text() for path in IN_AREAS}


def test_no_dict_of_anything_goes_between_modules() -> None:
    wrong = []
    for name, source in SOURCES.items():
        if not name.startswith(EDGE):
            wrong += [f"{name}:{n} {line.strip()}" for n, line in enumerate(source.splitlines(), 1) if LOOSE.search(line)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(name for name in SOURCES if name.endswith("results.py")))
def test_results_are_frozen_dataclasses(name: str) -> None:
    wrong = []
    for node in ast.walk(ast.parse(SOURCES[name])):
        if isinstance(node, ast.ClassDef):
            for call in (d for d in node.decorator_list if isinstance(d, ast.Call) and ast.unparse(d.func) == "dataclass"):
                options = {option.arg: ast.unparse(option.value) for option in call.keywords}
                if (options.get("frozen"), options.get("slots")) != ("True", "True"):
                    wrong.append(f"{name}:{node.lineno} {node.name}")
            wrong += [f"{name}:{node.lineno} {node.name}" for d in node.decorator_list if ast.unparse(d) == "dataclass"]
    assert not wrong, "\n".join(wrong)


def _blank(node: Any, path: str) -> Iterator[str]:
    """The places of a schema that say nothing about what may stand there."""
    if isinstance(node, list):
        for n, part in enumerate(node):
            yield from _blank(part, f"{path}/{n}")
    elif isinstance(node, dict):
        named = node.get("properties", {}) | {key: node[key] for key in ("items", "additionalProperties") if key in node}
        yield from (
            f"{path}/{name}" for name, part in named.items() if isinstance(part, dict) and not set(part) - {"title", "default"}
        )
        for key, part in node.items():
            yield from _blank(part, f"{path}/{key}")


def test_the_openapi_describes_every_field() -> None:
    assert wsgi.create_app, "importing the application registers its endpoints"
    assert list(_blank(openapi.document("0"), "")) == []
