"""The shape of the code: imports point one way, core names no area, pure rules stay pure, files and folders stay readable."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from core.db import Model
from core.people.permits import Role
from wsgi import AREAS, create_app

ROOT = Path(__file__).resolve().parents[2]
ARROW = ("core", "suppliers", "inventory", "pos", "reports", "office", "ops", "wsgi")
"""Each may import those before it, never those behind it. `office` and `ops` stand side by side."""

PURE = (
    "core.values.gtin", "core.money", "core.quantity", "core.text.letters", "core.text.number_words", "core.text.search_fold",
    "core.text.typed_figures", "core.printing.layout", "core.printing.bilingual", "core.printing.slip_parts",
    "core.printing.slip_template", "core.printing.units", "suppliers.commission", "suppliers.agreements.example",
    "suppliers.vietqr", "inventory.allocation",
    "inventory.codes.gs1", "inventory.codes.gs1_table", "inventory.stock_view.charts", "inventory.expiry.rules",
    "pos.counter.causes",
    "pos.customers.open_items", "pos.pricing.baskets", "pos.pricing.lines", "pos.pricing.offers",
    "pos.pricing.packs", "pos.pricing.parts", "pos.pricing.pipeline", "pos.receipts.receipt",
)  # fmt: skip
"""Rules without a session, a request or a clock: numbers and texts in, numbers and texts out."""
BESIDE_PURE = frozenset(
    {"core.choices", "core.errors", "core.i18n", "core.text.formats", "pos.choices", "pos.customers.choices", "suppliers.choices"}
)
"""What a pure module may import besides other pure modules: the texts of refusals, how figures are written, closed lists."""
IMPURE_STDLIB = frozenset(
    {"os", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time"}
)  # fmt: skip
CLOCK_CALLS = frozenset({"now", "today", "utcnow", "uuid4", "uuid1"})

LONGEST_FILE = 400
LONGEST_LINE = 130
MOST_FILES = 14
"""Modules of a folder beside those that have the same name in every area."""
SAME_NAMES = frozenset(
    {"__init__", "api", "area", "audit_actions", "choices", "events", "integrity", "models", "permits", "queries", "requests",
     "results"}
)  # fmt: skip
KINDS = frozenset({".py", ".js", ".html", ".css"})
NOT_OURS = frozenset({".venv", ".git", "instance", "generated", "node_modules", "build", "dist"})


def our_files() -> list[Path]:
    """Every source file of the project."""
    paths: list[Path] = []
    todo = [ROOT]
    while todo:
        for path in todo.pop().iterdir():
            if path.name in NOT_OURS or path.name.endswith("_cache"):
                continue
            if path.is_dir():
                todo.append(path)
            elif path.suffix in KINDS:
                paths.append(path)
    return sorted(paths)


def module_name(path: Path) -> str:
    """`pos/picking.py` is `pos.picking`; a package goes by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a file imports, inside functions too; `from a import b` gives a.b."""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{source}.{name.name}") for name in node.names)


FILES = our_files()
PYTHON = [path for path in FILES if path.suffix == ".py"]
IN_AREAS = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in ARROW or path == ROOT / "wsgi.py"]


def test_imports_point_one_way() -> None:
    wrong = []
    for path in IN_AREAS:
        here = ARROW.index(module_name(path).split(".")[0])
        for line, name in imports(path):
            area = name.split(".")[0]
            if area in {"tests", "benchmarks", "migrations"} or (area in ARROW and ARROW.index(area) > here):
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert not wrong, "\n".join(wrong)


OUTER = re.compile(
    r"\b(suppliers|inventory|reports)\.(\w+\.){0,2}(pages|api\w*|portal|trace)\b"
    r"|\bpos\.(api|money_api|\w+\.\w*api|\w+\.pages|terminal)\b|\boffice\b"
    r"|\bops\.(cli|api|area|assets)\b|\bcore\.(web|server)\b|\bcore\.people\.(sign_in|account|api)\b"
    r"|\b(suppliers|inventory|pos|reports)\.area\b"
)
"""How people and programs come in. Verbs, models and rules do not know who calls them."""


def test_verbs_do_not_know_their_callers() -> None:
    wrong = []
    for path in IN_AREAS:
        if OUTER.match(module_name(path)) or module_name(path) == "wsgi":
            continue
        wrong += [f"{path.relative_to(ROOT)}:{line} imports {name}" for line, name in imports(path) if OUTER.match(name)]
    assert not wrong, "\n".join(wrong)


@cache
def application() -> Flask:
    """The application with all its areas; these tests need no database."""
    return create_app(OUTLET_DATABASE_URL="sqlite://", OUTLET_DATA_DIR=tempfile.gettempdir(), OUTLET_SECRET_KEY="s" * 40)


def area_of(endpoint: str) -> str:
    """The top package of the view behind an endpoint."""
    return inspect.unwrap(application().view_functions[endpoint]).__module__.split(".")[0]


def names_of_the_areas() -> tuple[set[str], set[str]]:
    """Names only an area may say (endpoints, permits, token uses, menu texts, tables), and the beginnings of its addresses."""
    names, addresses, own_addresses = set(), set(), set()
    for rule in application().url_map.iter_rules():
        beginning = rule.rule.removeprefix("/api/v1").split("/")[1]
        if area_of(rule.endpoint) in {"core", "flask", "wsgi"}:
            own_addresses.add(beginning)
        else:
            names.add(rule.endpoint)
            addresses.add(beginning)
    for area in AREAS:
        if area.name != "core":
            names |= {permit.value for permits in area.permits for permit in permits} | set(area.token_uses)
            names |= {item.label for item in area.menu} | {item.section.title for item in area.menu if item.section.title}
    mapped = [mapper.class_ for mapper in Model.registry.mappers]
    names |= {model.__tablename__ for model in mapped if not model.__module__.startswith("core.")}
    names -= {text for role in Role for text in (role.value, role.label)}
    return names, {address for address in addresses - own_addresses if not address.startswith("<")}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of every text in a module that is no docstring."""
    tree = ast.parse(path.read_text())
    statements = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    docstrings = {id(node) for node in statements if isinstance(node, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_core_names_nothing_of_the_areas() -> None:
    names, addresses = names_of_the_areas()
    assert {"sell.sell", "goods: read", "bank-notices", "sale_line", "Tồn kho"} <= names and {"reports", "stock"} <= addresses
    address = re.compile(r"(?<![\w/.<])/(" + "|".join(map(re.escape, sorted(addresses))) + r")\b")
    module = re.compile(r"\b(" + "|".join(ARROW[1:-1]) + r")\.[a-z]\w")
    wrong = [
        f"{path.relative_to(ROOT)}:{line} says {text[:60]!r}"
        for path in IN_AREAS
        if path.is_relative_to(ROOT / "core")
        for line, text in texts(path)
        if text in names or address.search(text) or module.search(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_area_names_an_endpoint_of_one_above_it() -> None:
    owners = {rule.endpoint: area_of(rule.endpoint) for rule in application().url_map.iter_rules()}
    owners = {endpoint: owner for endpoint, owner in owners.items() if owner in ARROW[:-1]}
    assert {"core", "suppliers", "inventory", "pos", "reports", "office"} <= set(owners.values())
    wrong = [
        f"{path.relative_to(ROOT)}:{line} says {text!r} of {owners[text]}"
        for path in IN_AREAS
        for line, text in texts(path)
        if text in owners and ARROW.index(owners[text]) > ARROW.index(module_name(path).split(".")[0])
    ]
    assert not wrong, "\n".join(wrong)


PAGE = re.compile(
    r"\b(pages|portal\.pages|terminal\.pages)\b|^office\.(access|home|payouts|people|settings)$|^core\.people\.(account|sign_in)$"
)
QUERY = re.compile(r"^(sqlalchemy\.(select|func|insert|update|delete|exists|text)|core\.db\.(fetch_\w+|execute|db))$")


def test_pages_run_no_statements() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in IN_AREAS
        if PAGE.search(module_name(path))
        for line, name in imports(path)
        if QUERY.match(name)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", PURE)
def test_pure_rules_are_pure(name: str) -> None:
    path = ROOT / (name.replace(".", "/") + ".py")
    assert path.is_file(), f"{name} is listed as pure and is not there"
    wrong = []
    for line, imported in imports(path):
        top = imported.split(".")[0]
        ours = any(imported == other or imported.startswith(other + ".") for other in BESIDE_PURE.union(PURE))
        if top in IMPURE_STDLIB or not (ours or top in sys.stdlib_module_names):
            wrong.append(f"{path.relative_to(ROOT)}:{line} imports {imported}")
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
            wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} asks {ast.unparse(node.func)}()")
    assert not wrong, "\n".join(wrong)


def test_files_stay_readable() -> None:
    long = [f"{path.relative_to(ROOT)}: {n} lines" for path in FILES if (n := len(path.read_text().splitlines())) > LONGEST_FILE]
    assert not long, f"over {LONGEST_FILE} lines: " + ", ".join(long)


def test_lines_fit_a_screen() -> None:
    wide = [
        f"{path.relative_to(ROOT)}:{number} {len(line)} columns"
        for path in FILES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert not wide, "\n".join(wide)


def test_folders_stay_readable() -> None:
    modules = Counter(path.parent.relative_to(ROOT).as_posix() for path in PYTHON if path.stem not in SAME_NAMES)
    full = {folder: count for folder, count in modules.items() if count > MOST_FILES}
    assert not full, f"folders with too many modules: {full}"


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>",
    re.IGNORECASE,
)
OUTSIDE = re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//|@import\s|url\(\s*[\"']?(?:https?:)?//", re.IGNORECASE)


def test_pages_hold_nothing_inline_and_nothing_from_outside() -> None:
    wrong = []
    for path in FILES:
        if path.suffix not in {".html", ".css"} or path.is_relative_to(ROOT / "tests"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if (path.suffix == ".html" and INLINE.search(line)) or OUTSIDE.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number} {line.strip()[:100]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "caught"),
    [('<p style="x">', True), ("<script>", True), ('<script src="/a.js"></script>', False), ('<a onclick="x">', True),
     ('<script type="application/json" id="boot">', False), ("<style>", True), ("<p class='style'>", False)],
)  # fmt: skip
def test_the_inline_rule_itself(text: str, caught: bool) -> None:
    assert bool(INLINE.search(text)) is caught
