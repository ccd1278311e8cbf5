"""Every file and every test that the documents name is there.

A document names a test as `tests/file.py::test_name`; `::test_name` alone is one of the file named last.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.outlet import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CITED = re.compile(r"(?<![\w/])(tests/[\w./-]*[\w/])?(?:::(\w+))?")


@cache
def _functions(path: Path) -> frozenset[str]:
    """The functions of a file, those of classes too."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def missing(text: str) -> list[str]:
    """What a text names and is not there."""
    gone: list[str] = []
    file = ""
    for found in CITED.finditer(text):
        path, name = found.groups()
        file = path or file
        if path and not (ROOT / path).exists():
            gone.append(path)
        elif name and file.endswith(".py") and (ROOT / file).exists() and name not in _functions(ROOT / file):
            gone.append(f"{file}::{name}")
    return gone


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document: Path) -> None:
    assert missing(document.read_text("utf-8")) == []


def test_a_file_or_a_test_that_is_gone_is_noticed() -> None:
    here = "tests/rules/test_cited_tests.py"
    assert missing(f"`{here}::missing`, `::test_what_a_document_names_is_there` and tests/rules/.") == []
    assert missing(f"`{here}::no_test`, `::nor_this`, `tests/none.py::x`") == [
        f"{here}::no_test",
        f"{here}::nor_this",
        "tests/none.py",
    ]
