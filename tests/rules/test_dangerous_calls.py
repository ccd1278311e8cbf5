"""What the program never does: run what was typed, use weak digests, call other hosts, build statements out of text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AREAS = ("core", "suppliers", "inventory", "pos", "reports", "office", "ops")
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "render_template_string"}
NEVER_IMPORTED = {
    "subprocess", "pickle", "shelve", "marshal", "dill", "yaml", "xml", "lxml", "defusedxml", "ldap", "smtplib", "imaplib",
    "telnetlib", "ftplib", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "memcache", "pymemcache", "jndi",
    "jwt", "jose", "authlib", "xmlrpc", "websockets", "graphql", "crypt",
}  # fmt: skip
CIPHERS = {
    "cryptography.exceptions", "cryptography.x509", "cryptography.x509.oid", "cryptography.hazmat.primitives",
    "cryptography.hazmat.primitives.ciphers.aead", "cryptography.hazmat.primitives.asymmetric",
    "cryptography.hazmat.primitives.asymmetric.ec", "cryptography.hazmat.primitives.asymmetric.ed25519", "cryptography",
    "cryptography.hazmat.primitives.serialization",
}  # fmt: skip
"""Ed25519 and P-256 for signatures, AES-GCM to seal; all else of the library stays unused."""
NAMES_OF_OUR_OWN = {"core/db/append_only.py", "core/db/migrations.py"}
"""Tables and columns of the models, where a statement takes no values."""
RUNS_A_PROGRAM_OF_OUR_OWN = {"core/files/apart.py"}
"""It has files decoded apart, by a module of ours, with nothing of the file in the command."""
CARRIES_MESSAGES_OUT = "suppliers/messages/integrations/"
"""Transports, to the one mail server and the one address that the settings name."""
WEAK_DIGESTS = {"md5", "sha1", "md4", "new"}
RANDOM_WHERE_NOTHING_IS_SECRET = {"core/values/uid.py", "ops/simulate", "ops/demo"}
BUILDS_EXPRESSIONS = {"core/web/assets/script_texts.py", "core/text/typed_figures.py", "core/printing/stored_papers.py",
                      "pos/bank_notices.py"}  # fmt: skip
"""Of constants; of a file's name and of a reference, each sign of which is escaped or a letter or figure."""
MARKUP = re.compile(
    r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(|setTimeout\(\s*[\"'`]"
)


@cache
def modules() -> dict[str, ast.Module]:
    paths = [ROOT / "wsgi.py", *(path for area in AREAS for path in sorted((ROOT / area).rglob("*.py")))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
            yield name, node


def is_made_of_values(node: ast.expr) -> bool:
    """Whether a text is put together of values: an f-string with a blank, `%`, `+` or `.format`."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def test_nothing_runs_a_text_or_another_program() -> None:
    found = []
    for path, tree in modules().items():
        found += [f"{path}: {name}()" for name, call in calls(tree) if name in RUNS_TEXT and is_builtin(call)]
        found += [
            f"{path}: os.{name}" for name, call in calls(tree) if is_attribute_of(call, "os") and name in {"system", "popen"}
        ]
        never = NEVER_IMPORTED - {"subprocess"} if path in RUNS_A_PROGRAM_OF_OUR_OWN else NEVER_IMPORTED
        never = never - {"smtplib", "http.client"} if path.startswith(CARRIES_MESSAGES_OUT) else never
        found += [f"{path}: import {name}" for name in imports(tree) if {name, name.partition(".")[0]} & never]
    assert not found


def is_builtin(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name)


def is_attribute_of(call: ast.Call, module: str) -> bool:
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == module


def test_no_statement_of_the_database_is_made_of_values() -> None:
    found = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        if "sqlalchemy.text" in set(imports(tree))
        for name, call in calls(tree)
        if name in {"text", "literal_column", "exec_driver_sql"} and call.args and is_made_of_values(call.args[0])
    ]
    assert {place.partition(":")[0] for place in found} <= NAMES_OF_OUR_OWN, found


def test_expressions_are_not_made_of_what_was_typed() -> None:
    found = [
        path
        for path, tree in modules().items()
        for name, call in calls(tree)
        if is_attribute_of(call, "re") and call.args and not isinstance(call.args[0], ast.Constant | ast.Name)
        and is_made_of_values(call.args[0])
    ]  # fmt: skip
    assert set(found) <= BUILDS_EXPRESSIONS


def test_digests_ciphers_and_chance_are_strong() -> None:
    found = []
    for path, tree in modules().items():
        found += [f"{path}: {name}" for name, call in calls(tree) if is_attribute_of(call, "hashlib") and name in WEAK_DIGESTS]
        if not any(path.startswith(place) for place in RANDOM_WHERE_NOTHING_IS_SECRET):
            found += [f"{path}: {name}" for name in imports(tree) if name == "random"]
        modules_of = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
        found += [f"{path}: {name}" for name in modules_of if name.startswith("cryptography") and name not in CIPHERS]
    assert not found


@pytest.mark.parametrize("path", sorted((ROOT / "static" / "js").rglob("*.js")), ids=lambda path: path.name)
def test_scripts_make_no_markup_of_values(path: Path) -> None:
    """One function makes elements of templates; it puts values in as text (tests/browser/test_templates.py)."""
    if path.name != "html.js":
        assert not MARKUP.search(path.read_text("utf-8"))


def test_scripts_take_no_message_of_another_site_and_call_none() -> None:
    hears = re.compile(r"(?:window|globalThis|self)\.(?:addEventListener\(\s*[\"']message|onmessage|postMessage)")
    calls_out = re.compile(
        r"RTCPeerConnection|WebSocket|EventSource|XMLHttpRequest|sendBeacon|fetch\(\s*[\"'`]https?:|__proto__|JSONP"
    )
    for path in (ROOT / "static" / "js").rglob("*.js"):
        text = path.read_text("utf-8")
        assert not hears.search(text) and not calls_out.search(text), path
