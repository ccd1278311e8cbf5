"""The shape of scripts, styles and templates: layers point one way, addresses come from the page, lines are short."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "static" / "js"
TILL = SCRIPTS / "till"
LATER = TILL / "screens" / "seldom.js"
GLOBALS = ROOT / "node_modules" / "globals" / "globals.json"
LAYERS = ("domain", "data", "ui", "screens")
"""Each folder of the till imports from itself and from those before it; screens and the files beside app.js import anything."""

IMPORT = re.compile(r"""(?:^import\b|\bfrom|\bimport\()\s*["'](\.[^"']+)["']""", re.MULTILINE)
IMPORTED = re.compile(r"^import\s*\{([^}]*)\}", re.MULTILINE)
EXPORT = re.compile(r"^export (?:(?:async )?function\*? |class |const )([\w$]+)", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
IMPURE = re.compile(
    r"\b(?:document|window|navigator|localStorage|indexedDB|crypto)\.|\b(?:fetch|setTimeout|setInterval)\("
    r"|\bDate\.now|\bMath\.random|new Date\(\)"
)
ADDRESS = re.compile(r"""["'`]/[a-z]""")
LONGEST_LINE = 130


def scripts(folder: Path = SCRIPTS) -> list[Path]:
    return sorted(folder.rglob("*.js"))


def code(path: Path) -> str:
    """A script without its comments."""
    return COMMENT.sub("", path.read_text("utf-8"))


def layer(path: Path) -> str:
    """The folder of a script; what lies beside app.js counts with the screens."""
    parts = path.relative_to(TILL).parts
    return parts[0] if len(parts) > 1 else LAYERS[-1]


def imports(path: Path) -> list[Path]:
    return [Path(posixpath.normpath((path.parent / name).as_posix())) for name in IMPORT.findall(code(path))]


def test_layers_of_the_till_point_one_way() -> None:
    wrong = [
        f"{path.relative_to(TILL)} imports {other.relative_to(TILL)}"
        for path in scripts(TILL)
        for other in imports(path)
        if LAYERS.index(layer(other)) > LAYERS.index(layer(path))
    ]
    assert not wrong, "\n".join(wrong)


def test_imports_of_the_till_form_no_circle() -> None:
    # What is fetched later, when all others have run, closes no circle.
    left = {path: {other for other in imports(path) if other != LATER} for path in scripts(TILL)}
    while free := [path for path, needed in left.items() if not needed & left.keys()]:
        for path in free:
            del left[path]
    assert not left, f"these import each other: {sorted(path.name for path in left)}"


def test_the_domain_has_no_page_no_network_and_no_clock() -> None:
    wrong = [f"{path.name}: {match[0]}" for path in scripts(TILL / "domain") for match in IMPURE.finditer(code(path))]
    assert not wrong, "\n".join(wrong)


def test_what_a_script_exports_takes_no_name_that_another_needs_of_the_browser() -> None:
    # One script holds all of them: an exported name stands there for every module.
    if not GLOBALS.exists():
        pytest.skip("the names of a browser are not installed")
    known = json.loads(GLOBALS.read_text("utf-8"))
    of_browser = {name for group in ("browser", "builtin") for name in known[group]}
    texts = {path: code(path) for path in scripts()}
    exported = {name for text in texts.values() for name in EXPORT.findall(text)} & of_browser
    wrong = [
        f"{path.relative_to(SCRIPTS)}: {name}"
        for path, text in texts.items()
        for name in exported - set(EXPORT.findall(text)) - set(re.findall(r"\w+", " ".join(IMPORTED.findall(text))))
        if re.search(rf"(?<![\w.$#]){name}\b", text)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_address_is_written_in_a_script() -> None:
    wrong = [f"{path.relative_to(SCRIPTS)}: {line.strip()}" for path in scripts() for line in code(path).splitlines()
             if ADDRESS.search(line)]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def test_no_line_is_longer_than_the_screen() -> None:
    folders = (("templates", "*.html"), ("tests/js", "*.mjs"), ("static/css", "*.css"))
    files = [*scripts(), *(path for folder, name in folders for path in (ROOT / folder).rglob(name))]
    wrong = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in files
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert not wrong, "\n".join(wrong)
