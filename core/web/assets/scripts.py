"""Our own ES modules as one script: comments and indentation left out, every module a function in the order of the imports. PURE.

What the modules export stands beside these functions under its own name; no two modules export one name, none that of a global.
What a page needs later, by `import("…")` of one module, may be a second script: a function of what it uses of the first.

It reads our modules only, and holds them to what it understands: named imports and `* as` at the top, `export` before a function,
class or const, no circle of imports. Anything else is an error of the set-up, not of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

_STRING = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"", re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_CODE = re.compile(r"[^'\"`/{}]+")
_VALUE_BEFORE = re.compile(r"(?:[\w$)\]]|[^=]>|\+\+|--)\s*\Z")
"""What may stand before a division sign; a slash behind anything else begins a regular expression."""
_WORD_BEFORE = re.compile(r"\b(?:return|typeof|case|in|of|delete|void|throw|new|else|await|yield)\s*\Z")
_IMPORT = re.compile(r'^import\s+(?:\*\s*as\s+(\w+)|\{([^}]*)\})\s*from\s*"([^"]+)";\n?', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|class (\w+)|const ([\w$]+))", re.MULTILINE)
_LATER = re.compile(r'\bimport\("([^"]+)"\)')
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*|\bimport\(\".*", re.MULTILINE)


class BadModule(ValueError):
    """A module has something that is not understood; the message names the file."""


def one_script(entry: Path, later: Path | None = None, address: str = "") -> str:
    """The script that does what `entry` and all it imports do; `later` it finds at an address. Raises BadModule."""
    paths = modules(entry)
    call = ""
    if later:
        shared = ",".join(_shared(paths, _beyond(paths, later)))
        call = f'import("{address}").then(({{make}})=>make({{{shared}}}))'
    _refuse_doubles(paths)
    return "".join(_as_function(path, later, call) for path in paths)


def later_script(entry: Path, later: Path) -> str:
    """The second script: what `later` needs that is not in the script of `entry`. Raises BadModule."""
    first = modules(entry)
    beyond = _beyond(first, later)
    _refuse_doubles([*first, *beyond])
    body = "".join(_as_function(path) for path in beyond)
    return f"export const make=({{{','.join(_shared(first, beyond))}}})=>{{{body}return{{{','.join(_exports(later))}}}}};\n"


def _beyond(first: list[Path], later: Path) -> list[Path]:
    return [path for path in modules(later) if path not in first]


def _shared(first: list[Path], beyond: list[Path]) -> list[str]:
    """What the first script's modules export that is imported beyond."""
    used: set[str] = set()
    for path in beyond:
        for found in _IMPORT.finditer(path.read_text("utf-8")):
            if (other := _imported(path, found)) in first:
                used |= {name for name, _ in _names(found)} if found[2] else set(_exports(other))
    return sorted(used)


def _refuse_doubles(paths: list[Path]) -> None:
    """What is exported stands beside the functions of all modules, each under its own name."""
    exporters: dict[str, Path] = {}
    for path in paths:
        for name in _exports(path):
            if (other := exporters.setdefault(name, path)) is not path:
                raise BadModule(f"{path.name}: {other.name} exports {name}, too")


def _exports(path: Path) -> list[str]:
    return [name for found in _EXPORT.finditer(path.read_text("utf-8")) for name in found.groups() if name]


def modules(entry: Path) -> list[Path]:
    """A module and all it imports, each behind those it imports itself. Raises BadModule on a circle."""
    done: dict[Path, bool] = {}
    order: list[Path] = []

    def visit(path: Path, above: tuple[Path, ...]) -> None:
        if done.get(path):
            return
        if path in above:
            raise BadModule(f"{' → '.join(one.name for one in [*above, path])}: these import each other")
        for other in imports(path):
            visit(other, (*above, path))
        done[path] = True
        order.append(path)

    visit(entry.resolve(), ())
    return order


def imports(path: Path) -> list[Path]:
    """The modules that a module imports, in their order."""
    return [_imported(path, found) for found in _IMPORT.finditer(path.read_text("utf-8"))]


def _imported(path: Path, found: re.Match[str]) -> Path:
    return (path.parent / found[3]).resolve()


def _names(found: re.Match[str]) -> list[tuple[str, str]]:
    """The names of an import: as they are exported, and as the module calls them."""
    parts = [name.strip().partition(" as ") for name in (found[2] or "").split(",") if name.strip()]
    return [(name, own or name) for name, _, own in parts]


def _as_function(path: Path, later: Path | None = None, call: str = "") -> str:
    text = without_comments(path.read_text("utf-8"))
    given: dict[str, str] = {}

    def own_names(found: re.Match[str]) -> str:
        if found[1]:
            given[found[1]] = f"{{{','.join(_exports(_imported(path, found)))}}}"
        given.update({own: name for name, own in _names(found) if own != name})
        return ""

    def second(found: re.Match[str]) -> str:
        is_known = later and (path.parent / found[1]).resolve() == later.resolve()
        return call if is_known else found[0]

    text = _EXPORT.sub("", _IMPORT.sub(own_names, text))
    if left_over := _LEFT_OVER.search(_LATER.sub(lambda found: "" if second(found) == call else found[0], text)):
        raise BadModule(f"{path.name}: {left_over[0]}")
    text = tight(_LATER.sub(second, text)).strip()
    if exported := ",".join(_exports(path)):
        return f"const{{{exported}}}=(({','.join(given)})=>{{{text}return{{{exported}}}}})({','.join(given.values())});\n"
    return f"(({','.join(given)})=>{{{text}}})({','.join(given.values())});\n"


def without_comments(source: str) -> str:
    """The same script without comments, indentation and empty lines; nothing inside strings and templates is touched."""
    return _rewritten(source, lambda code: re.sub(r"[ \t]*\n\s*", "\n", code), str).strip() + "\n"


def tight(source: str) -> str:
    """The same script without blanks that say nothing. It must end each statement with a semicolon, as prettier writes it.

    In templates, which are all HTML, a line's indentation is one line break.
    """
    return _rewritten(
        source,
        lambda code: re.sub(r"\s*([{}()\[\],;:=<>?&|!*%])\s*", r"\1", code),
        lambda literal: re.sub(r"\n\s+", "\n", literal) if literal[0] in "`}" else literal,
    )


def _rewritten(source: str, code_of: Callable[[str], str], literal_of: Callable[[str], str]) -> str:
    written: list[str] = []
    code: list[str] = []
    for piece, is_code in _pieces(source):
        if is_code:
            code.append(piece)
            continue
        written += [code_of("".join(code)), literal_of(piece)]
        code = []
    return "".join([*written, code_of("".join(code))])


def _pieces(source: str) -> Iterator[tuple[str, bool]]:
    """What the script is made of, without comments: code (True), and strings, templates and regular expressions (False)."""
    at, before = 0, ""
    # How many braces are open in each template expression that we are inside of.
    depths: list[int] = []
    while at < len(source):
        sign = source[at]
        if found := _CODE.match(source, at):
            piece, is_code = found[0], True
        elif found := _COMMENT.match(source, at) if sign == "/" else None:
            at = found.end()
            yield ("\n" if "\n" in found[0] else " "), True
            continue
        elif found := _STRING.match(source, at) if sign in "'\"" else None:
            piece, is_code = found[0], False
        elif sign == "`" or (sign == "}" and depths and depths[-1] == 0):
            if sign == "}":
                depths.pop()
            piece, is_code = _template(source, at), False
            if piece.endswith("${"):
                depths.append(0)
        elif (
            sign == "/"
            and not (_VALUE_BEFORE.search(before) and not _WORD_BEFORE.search(before))
            and (found := _REGEX.match(source, at))
        ):
            piece, is_code = found[0], False
        else:
            piece, is_code = sign, True
            if depths and sign in "{}":
                depths[-1] += 1 if sign == "{" else -1
        yield piece, is_code
        at += len(piece)
        before = (before + piece)[-40:]


def _template(source: str, start: int) -> str:
    """A part of a template from its backquote, or from the end of an expression in it, to the next expression or its end."""
    at = start + 1
    while source[at] != "`":
        if source[at] == "\\":
            at += 1
        elif source.startswith("${", at):
            return source[start : at + 2]
        at += 1
    return source[start : at + 1]
