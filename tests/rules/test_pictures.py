"""docs/states.md shows every state of the till, as the table of states has them."""

from __future__ import annotations

from tests.states.pictures import FOLDER, PAGE, names, page


def test_every_state_of_the_till_has_its_picture_in_docs() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make pictures`"
    assert sorted(file.stem for file in FOLDER.glob("*.png")) == sorted(name for name, _ in names()), "run `make pictures`"
    assert sum(file.stat().st_size for file in FOLDER.glob("*.png")) < 4_000_000
