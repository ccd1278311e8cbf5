"""Screens, papers and messages use the words of docs/words.md: none of those it says not to use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "core" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PACKAGES = ("core", "suppliers", "inventory", "pos", "reports", "office", "ops")


@cache
def words_to_avoid() -> dict[str, str]:
    """Each word not to use, with the one to use instead, from the table "Not these"."""
    section = (ROOT / "docs" / "words.md").read_text().split("\n## Not these\n")[1].split("\n## ")[0]
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    return {word.strip(): instead for cell, instead in table[2:] for word in cell.split("·")}


@cache
def pattern() -> re.Pattern[str]:
    """Finds a word to avoid that stands alone, in any case."""
    return re.compile(
        r"(?<!\w)(" + "|".join(map(re.escape, sorted(words_to_avoid(), key=len, reverse=True))) + r")(?!\w)", re.IGNORECASE
    )


def texts_in_python(text: str) -> Iterator[tuple[int, str]]:
    """The texts in a module with their lines, without docstrings."""
    tree = ast.parse(text)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def texts_of_the_program() -> Iterator[tuple[str, str]]:
    """Every text of the program with its place; every line of templates and scripts."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for line, text in texts_in_python(path.read_text()):
                yield f"{path.relative_to(ROOT)}:{line}", text
    for folder, kind in (("templates", "*.html"), ("static/js", "*.js")):
        for path in sorted((ROOT / folder).rglob(kind)):
            for line, text in enumerate(path.read_text().splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{line}", text
    with ENGLISH.open("rb") as text:
        for message in read_po(text, locale="en"):
            if message.id:
                yield f"the English of {message.id!r}", str(message.string)


def test_the_table_is_read() -> None:
    assert words_to_avoid()["mặt hàng"] == "sản phẩm"
    assert words_to_avoid()["chủ thể"] == "nhà sản xuất"
    assert pattern().search("Thêm Mặt hàng mới")
    assert not pattern().search("giới hạn dùngthử")


def test_no_word_is_used_that_words_md_says_not_to_use() -> None:
    uses = [
        f"{place}: {hit.group()!r}, say {words_to_avoid()[hit.group().lower()]!r}"
        for place, text in texts_of_the_program()
        for hit in pattern().finditer(text)
    ]
    assert not uses, "\n".join(uses)


def test_the_words_to_use_are_not_among_those_not_to_use() -> None:
    assert not [f"{word!r} -> {instead!r}" for word, instead in words_to_avoid().items() if pattern().search(instead)]


def names_in_the_glossary() -> Iterator[tuple[str, str]]:
    """Each name in the code that docs/words.md gives, with the Vietnamese term beside it."""
    for section in (ROOT / "docs" / "words.md").read_text().split("\n## "):
        table = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
        if not table or "in the code" not in table[0]:
            continue
        column = table[0].index("in the code")
        for row in table[2:]:
            for name in re.findall(r"[A-Za-z_]{2,}", row[column]):
                yield name, row[0]


def names_in_the_code() -> set[str]:
    """Every identifier of the product, whole and in its parts: `SaleLineResult` is also sale, line and result."""
    names: set[str] = set()
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    for path in [*paths, *(ROOT / "static" / "js").rglob("*.js")]:
        names |= set(re.findall(r"[A-Za-z_]\w*", path.read_text()))
    parts = {part for name in names for part in (*name.split("_"), *re.findall(r"[A-Z]?[a-z]+", name))}
    return names | {part.lower() for part in parts}


def test_the_code_uses_the_names_of_the_glossary() -> None:
    known = names_in_the_code()
    missing = [f"{name} ({thing})" for name, thing in names_in_the_glossary() if name not in known]
    assert not missing, "docs/words.md names what the code does not: " + ", ".join(missing)
