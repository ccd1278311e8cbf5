"""Every dependency is pinned with the digests of its files, and both locks agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.dependencies import DEV_LOCK, LOCK, ROOT, parts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]


def names(requirements: list[str]) -> set[str]:
    """The names of packages, as a lock writes them."""
    return {re.split(r"[\[<>=;~! ]", text)[0].lower().replace("_", "-") for text in requirements}


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [(LOCK, PROJECT["dependencies"] + EXTRAS["pg"]), (DEV_LOCK, PROJECT["dependencies"] + EXTRAS["pg"] + EXTRAS["dev"])],
    ids=["outlet", "tests"],
)
def test_what_the_project_names_is_locked(lock: Path, requirements: list[str]) -> None:
    locked = list(parts(lock))
    assert not names(requirements) - {part.name for part in locked}, "run `make lock`"
    assert not [part.name for part in locked if not part.digests]


def test_both_locks_agree() -> None:
    versions = {part.name: part.version for part in parts(DEV_LOCK)}
    assert {part.name: part.version for part in parts(LOCK)}.items() <= versions.items()


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK], ids=["outlet", "tests"])
def test_a_lock_names_no_place_to_load_from(lock: Path) -> None:
    text = lock.read_text()
    assert not re.search(r"://|--index-url|--find-links|--trusted-host|(?m:^-)|file:/", text)
