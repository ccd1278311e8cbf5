"""Papers are made once and stored: what is asked for again costs a file."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.db import outbox
from core.people.permits import Role
from core.printing import stored_papers
from core.printing.stored_papers import PaperBeingMade, stored_paper
from tests.journeys.inside import Inside
from tests.outlet import Answer, at_once, uid


@dataclass
class Maker:
    """Makes a paper and counts how often."""

    content: bytes = b"%PDF paper"
    made: int = 0
    pause_s: float = 0.0

    def make(self) -> bytes:
        """The paper."""
        self.made += 1
        time.sleep(self.pause_s)
        return self.content


def files(app: Flask) -> list[Path]:
    """What lies in the folder of the papers."""
    return sorted((Path(app.config["DATA_DIR"]) / stored_papers.FOLDER).iterdir())


def test_a_paper_is_made_once_and_its_file_is_the_outlets_alone(app: Flask) -> None:
    maker = Maker()
    first = stored_paper("statement-1", "pdf", "HTX", maker.make)
    again = stored_paper("statement-1", "pdf", "HTX", maker.make)
    assert maker.made == 1 and first.content == again.content == maker.content and first.digest == again.digest
    (file,) = files(app)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_what_a_paper_depends_on_makes_a_new_one_in_place_of_the_old(app: Flask) -> None:
    maker = Maker()
    for name, depends_on in (("s-1", "a"), ("s-1", "b"), ("s-1-2", "a"), ("s-1", "b")):
        stored_paper(name, "pdf", depends_on, maker.make)
    stored_paper("s-1", "xlsx", "b", maker.make)
    assert maker.made == 4
    names = {file.name.rpartition("-")[0] + file.suffix for file in files(app)}
    assert names == {"s-1-2.pdf", "s-1.pdf", "s-1.xlsx"} and len(files(app)) == 3


def test_another_program_makes_its_own_paper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Maker()
    stored_paper("s", "pdf", "a", maker.make)
    monkeypatch.setattr(stored_papers, "_program", lambda: "another")
    stored_paper("s", "pdf", "a", maker.make)
    assert maker.made == 2


def test_twenty_who_ask_at_once_get_the_one_paper(app: Flask) -> None:
    maker = Maker(pause_s=0.05)

    def ask(_n: int) -> bytes:
        with app.app_context():
            return stored_paper("s", "pdf", "a", maker.make).content

    assert set(at_once(20, ask)) == {maker.content} and maker.made == 1


def test_who_waits_too_long_is_told_to_come_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_papers, "WAIT_S", 0.01)

    def make() -> bytes:
        with pytest.raises(PaperBeingMade):
            stored_paper("s", "pdf", "a", bytes)
        return b"paper"

    assert stored_paper("t", "pdf", "a", make).content == b"paper"


def test_a_half_written_or_damaged_file_is_never_served(app: Flask) -> None:
    maker = Maker(b"x" * 5000)
    stored_paper("s", "pdf", "a", maker.make)
    (file,) = files(app)
    whole = file.read_bytes()
    for damaged in (b"", whole[:40], whole[:-1], whole[:200] + b"y" + whole[201:]):
        file.write_bytes(damaged)
        assert stored_paper("s", "pdf", "a", maker.make).content == maker.content
    assert maker.made == 5


def test_what_a_killed_process_left_goes_and_what_another_writes_stays(app: Flask) -> None:
    maker = Maker()
    stored_paper("s", "pdf", "a", maker.make)
    old, new = (files(app)[0].with_name(f"{name}.part") for name in ("old", "new"))
    old.touch()
    new.touch()
    os.utime(old, (time.time() - 2 * stored_papers.UNFINISHED_S,) * 2)
    stored_paper("t", "pdf", "a", maker.make)
    assert not old.exists() and new.exists()


def test_the_oldest_papers_go_beyond_the_bound(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_papers, "MOST_BYTES", 3000)
    maker = Maker(b"x" * 900)
    for n in range(5):
        stored_paper(f"s{n}", "pdf", "a", maker.make)
        for file in files(app):
            os.utime(file, (file.stat().st_mtime - 10,) * 2)
    assert [file.name[:2] for file in files(app)] == ["s2", "s3", "s4"]


def test_a_disk_that_takes_nothing_keeps_no_paper_from_its_reader(app: Flask) -> None:
    (Path(app.config["DATA_DIR"]) / stored_papers.FOLDER).touch()
    maker = Maker()
    for _ in range(2):
        assert stored_paper("s", "pdf", "a", maker.make).content == maker.content
    assert maker.made == 2


@dataclass
class Issued:
    """A statement in an outlet, and what was made of its papers."""

    inside: Inside
    shop: Any
    producer: str
    product: str
    path: str
    made: list[str] = field(default_factory=list)

    def get(self, file_format: str, **headers: str) -> Answer:
        """One of its files."""
        return self.inside.api.call("GET", f"{self.path}?format={file_format}", headers=headers)


@pytest.fixture
def issued(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> Issued:
    """A statement of one sale whose papers are counted."""
    shop = inside.shop()
    product = shop.stocked()
    producer = shop.producer_of(product)
    shop.sell(shop.line(product))
    path = f"/api/v1/statements/{uid()}"
    inside.api.put(path, {"producer": producer, "until": shop.sale()["sold_at"][:10]}).ok(201)
    issued = Issued(inside, shop, producer, product, path)
    for module in ("pdf", "xlsx"):
        name = f"suppliers.papers.statement_{module}.statement_{module}"

        def make(*_statement: object, kind: str = module, **_more: object) -> bytes:
            issued.made.append(kind)
            return f"{kind} {len(issued.made)}".encode()

        monkeypatch.setattr(name, make)
    return issued


def test_a_statements_files_are_made_in_the_outbox_and_never_again(issued: Issued) -> None:
    while outbox.run_one():
        pass
    assert issued.made == ["pdf", "xlsx"]
    producer = issued.inside.as_role(Role.PRODUCER, issued.producer)
    for api, workbook in ((issued.inside.api, b"xlsx 2"), (producer, b"xlsx 3")):
        assert [api.get(issued.path, format=kind).body for kind in ("pdf", "xlsx", "pdf")] == [b"pdf 1", workbook, b"pdf 1"]
    assert issued.made == ["pdf", "xlsx", "xlsx"]
    other = issued.inside.as_role(Role.PRODUCER, issued.shop.producer())
    assert other.get(issued.path, format="pdf").status == 404, "a stored file is only its producer's"


def test_who_has_a_statements_file_is_not_sent_it_again(issued: Issued) -> None:
    answer = issued.get("pdf")
    assert answer.status == 200 and answer.headers["last-modified"].endswith("GMT")
    unchanged = issued.get("pdf", **{"If-None-Match": answer.headers["etag"]})
    assert (unchanged.status, unchanged.body) == (304, b"")


def test_what_a_statement_says_beside_its_figures_makes_it_anew(issued: Issued) -> None:
    assert issued.get("pdf").body == b"pdf 1"
    settings = issued.inside.api.get("/api/v1/outlet").ok()
    issued.inside.api.put("/api/v1/outlet", settings | {"name": "Điểm bán mới"}).ok()
    assert issued.get("pdf").body == b"pdf 2"
    issued.inside.api.put("/api/v1/outlet", settings | {"name": "Điểm bán mới", "paper_language": "en"}).ok()
    assert issued.get("pdf").body == b"pdf 3"
    product = issued.inside.api.get(f"/api/v1/products/{issued.product}").ok()
    issued.inside.api.put(f"/api/v1/products/{issued.product}", product | {"name": "Chè xanh"}).ok()
    assert issued.get("pdf").body == issued.get("pdf").body == b"pdf 4"


def test_a_goods_documents_paper_is_made_again_when_the_document_is_taken_back(inside: Inside) -> None:
    shop = inside.shop()
    shop.stocked()
    (delivery,) = inside.api.all("/api/v1/deliveries")
    path = f"/api/v1/deliveries/{delivery['uid']}"
    before, again = inside.api.get(path, format="pdf"), inside.api.get(path, format="pdf")
    assert before.headers["etag"] == again.headers["etag"] and before.body == again.body
    inside.api.post(f"{path}/reverse", {"uid": uid(), "reason": "ghi nhầm"}).ok(201)
    assert inside.api.get(path, format="pdf").headers["etag"] != before.headers["etag"]
