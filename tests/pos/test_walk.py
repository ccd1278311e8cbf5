"""The walk of a sale in docs/walk.md: its files are there, a sale runs them, and it runs few others."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from core.paths import ROOT
from tests.journeys.inside import Inside

WALK = (ROOT / "docs" / "walk.md").read_text("utf-8")
FOLDERS = ("", "static/js/till/", "static/js/till/data/", "tests/vectors/", "inventory/")
"""The folders of the files that the walk names without their path."""
MAX_MODULES = 60
"""Growing this number makes every sale harder to follow: say in docs/walk.md why."""


MAX_FILES = 40
OF_OTHER_ACTS = {
    "data/catalogue.js",
    "inventory/codes/gs1.py",
    "inventory/codes/scan.py",
    "pos/catalogue.py",
    "pos/terminal/shell.py",
    "session.js",
    "static/js/till/worker.js",
}
"""What the steps of a sale name although the sale does not pass it."""


def named(step: int) -> set[str]:
    """The files that a step of the walk names."""
    text = re.search(rf"^{step}\. .*?(?=^\d+\. |^\n)", WALK, re.DOTALL | re.MULTILINE)
    assert text
    return set(re.findall(r"`([\w/]+\.(?:py|js))`", text[0]))


@contextmanager
def modules_run() -> Iterator[set[str]]:
    """The modules of the outlet whose functions are called inside the block."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    modules: set[str] = set()
    sys.setprofile(note)
    try:
        yield modules
    finally:
        sys.setprofile(None)
        ours = (file.removeprefix(f"{ROOT}/") for file in files if file.startswith(f"{ROOT}/"))
        modules |= {name for name in ours if not name.startswith(("tests/", ".venv/", "migrations/"))}


def test_every_file_of_the_walk_is_there() -> None:
    files = set(re.findall(r"`([\w/]+\.(?:py|js|json))`", WALK))
    assert [name for name in files if not any((ROOT / folder / name).is_file() for folder in FOLDERS)] == []


def test_a_sale_passes_as_many_files_as_the_walk_says() -> None:
    passed = set().union(*(named(step) for step in range(1, 9))) - OF_OTHER_ACTS
    said = re.search(r"passes (\d+) of the files", WALK)
    assert said and len(passed) == int(said[1]) <= MAX_FILES, sorted(passed)


def test_a_sale_runs_what_the_walk_names_and_few_others(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    shop.sell(shop.line(product))
    with modules_run() as modules:
        shop.sell(shop.line(product, "2"))
    unrun = set().union(*(named(step) for step in (4, 5, 6, 7))) - modules
    assert unrun == {"pos/results.py"}, "a module without functions: its classes are made"
    assert len(modules) <= MAX_MODULES, "\n".join(sorted(modules))
