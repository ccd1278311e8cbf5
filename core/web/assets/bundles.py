"""A page's scripts and style sheets, each in one file, packed beside it: made when it is missing, named by what it is made of.

`python -m ops.assets` makes them at set-up; after a change of a source the first page that needs the file makes it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import brotli

from core.paths import GENERATED, ROOT
from core.web.assets import files, scripts, styles
from core.web.assets.files import query_of

STATIC = ROOT / "static"
PACKED_QUALITY = 11
"""Of Brotli: half a second, once."""


def script(stem: str, entry: str) -> str:
    """The name under `static/` of the script that does what a module and all it imports do. Raises BadModule."""
    first = STATIC / entry
    return _made(stem, ".js", [*scripts.modules(first), Path(scripts.__file__)], lambda: scripts.one_script(first))


def scripts_of(stem: str, entry: str, later_stem: str, later: str) -> tuple[str, str]:
    """The names under `static/` of a page's script, and of the one that it fetches later. Raises BadModule."""
    first, second = STATIC / entry, STATIC / later
    sources = [*dict.fromkeys([*scripts.modules(first), *scripts.modules(second)]), Path(scripts.__file__)]
    fetched = _made(later_stem, ".js", sources, lambda: scripts.later_script(first, second))
    address = f"./{Path(fetched).name}{query_of(fetched)}"
    return _made(stem, ".js", sources, lambda: scripts.one_script(first, second, address)), fetched


def sheet(stem: str, names: Iterable[str]) -> str:
    """The name under `static/` of the style sheets in one."""
    sheets = [(name, STATIC / name) for name in names]

    def make() -> str:
        texts = ((name, path.read_text("utf-8")) for name, path in sheets)
        return styles.one_sheet(texts, GENERATED.name, query_of)

    return _made(stem, ".css", [*(path for _, path in sheets), Path(styles.__file__)], make)


def _made(stem: str, suffix: str, sources: list[Path], make: Callable[[], str]) -> str:
    digest = hashlib.sha256()
    for path in sources:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)} ".encode() + content)
    target = GENERATED / f"{stem}-{digest.hexdigest()[:16]}{suffix}"
    if not target.exists():
        content = make().encode()
        _write(files.packed(target), brotli.compress(content, quality=PACKED_QUALITY))
        _write(target, content)
    return target.relative_to(STATIC).as_posix()


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all: several processes may make it at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def drop_others(*names: str) -> None:
    """Deletes bundles that are not of these names: what was made of sources before."""
    kept = {path for name in names for path in (STATIC / name, files.packed(STATIC / name))}
    stems = {path.name.rpartition("-")[0] for path in kept}
    for path in GENERATED.iterdir():
        if path.suffix in {".js", ".css", ".br"} and path.name.rpartition("-")[0] in stems and path not in kept:
            path.unlink(missing_ok=True)
