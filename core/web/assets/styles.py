"""Our own style sheets as one: without comments and blanks, files named from where it will lie. PURE."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FILE = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_OTHER = ("data:", "#")


def one_sheet(sheets: Iterable[tuple[str, str]], folder: str, address: Callable[[str], str]) -> str:
    """The sheets (name, text) in their order as one in `folder`; `address` says what follows the name of a file in it.

    Raises ValueError for a sheet that imports another: its place in the order would be lost.
    """
    return "".join(_sheet(name, text, folder, address) for name, text in sheets)


def _sheet(name: str, text: str, folder: str, address: Callable[[str], str]) -> str:
    def moved(found: re.Match[str]) -> str:
        if found[1].startswith(_OTHER):
            return found[0]
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))
        return f'url("{posixpath.relpath(file, folder)}{address(file)}")'

    bare = _COMMENT.sub("", text)
    if "@import" in bare:
        raise ValueError(f"{name} imports another sheet")
    narrow = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", _FILE.sub(moved, bare)))
    return narrow.strip() + "\n"
