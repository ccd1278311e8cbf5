"""A page's scripts and style sheets, each in one file that is made when it is missing, and named by what it is made of.

`python -m ops.assets` makes them at set-up; after a change of a source the first page that needs the file makes it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from core.paths import GENERATED, ROOT
from core.web.assets import scripts, styles
from core.web.assets.files import query_of

STATIC = ROOT / "static"


def script(stem: str, entry: str) -> str:
    """The name under `static/` of the script that does what a module and all it imports do. Raises BadModule."""
    first = STATIC / entry
    return _made(stem, ".js", [*scripts.modules(first), Path(scripts.__file__)], lambda: scripts.one_script(first))


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
        _write(target, make())
    return target.relative_to(STATIC).as_posix()


def _write(target: Path, text: str) -> None:
    """Whole or not at all: several processes may make it at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def drop_others(*names: str) -> None:
    """Deletes bundles that are not of these names: what was made of sources before."""
    kept = {STATIC / name for name in names}
    stems = {path.name.rpartition("-")[0] for path in kept}
    for path in GENERATED.iterdir():
        if path.suffix in {".js", ".css"} and path.name.rpartition("-")[0] in stems and path not in kept:
            path.unlink(missing_ok=True)
