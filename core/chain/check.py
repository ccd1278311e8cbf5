"""Checking the chain: every link from the one before it, every signature, every row against the link that wrote it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import func, select, tuple_
from sqlalchemy.exc import StatementError

from core import clock
from core.chain import keys
from core.chain.heads import signed_text
from core.chain.links import START, UPGRADE, link_digest, rows_digest
from core.chain.rows import Image, Key, Sum, TablePlan, encode, moment, plans, sha256
from core.db import Row, fetch_all, fetch_one
from core.db.idempotency import ANSWERS_LAST
from core.db.session import stream
from core.models import ChainLink

BATCH = 500


class Content(TypedDict, total=False):
    """What a link keeps: keys and one digest of rows that only grow, keys with digests of others, and sums of what was before."""

    rows: dict[str, list[Key]]
    digest: str
    emptied: dict[str, list[str | None]]
    changing: dict[str, list[tuple[Key, str | None]]]
    before: dict[str, tuple[int, str]]


def gaps() -> Iterator[str]:
    """Every gap as a line of text."""
    baseline = fetch_one(select(func.max(ChainLink.n).label("n")).where(ChainLink.kind.in_((START, UPGRADE))))
    check = _Check(baseline["n"] or 0 if baseline else 0)
    links: list[Row] = []
    for link in _links():
        links.append(link)
        if len(links) == BATCH:
            yield from check.batch(links)
            links = []
    yield from check.batch(links)
    yield from check.rest()


def _links() -> Iterator[Row]:
    """All links in their order, read by their number."""
    after = 0
    while links := fetch_all(select(ChainLink.__table__).where(ChainLink.n > after).order_by(ChainLink.n).limit(BATCH)):
        yield from links
        after = links[-1]["n"]


@dataclass(slots=True)
class _Check:
    """What is known after the links so far. `baseline` is the newest link over all rows: rows are read from there on."""

    baseline: int
    plans: dict[str, TablePlan] = field(default_factory=lambda: {of.table.name: of for of in plans()})
    trusted: dict[str, str] = field(default_factory=keys.trusted)
    n: int = 0
    digest: str = ""
    signed: bool = True
    at: datetime | None = None
    sums: dict[str, Sum] = field(default_factory=dict)
    newest: dict[str, dict[str, str | None]] = field(default_factory=lambda: defaultdict(dict))
    unknown: set[str] = field(default_factory=set)

    def batch(self, links: Sequence[Row]) -> Iterator[str]:
        """Checks some links that follow the ones before."""
        covered: list[tuple[Row, Content]] = []
        for link in links:
            broken = list(self._link(link))
            yield from broken
            if not broken and link["n"] >= self.baseline:
                covered.append((link, json.loads(link["content"])))
        try:
            for link, content in covered:
                self._remember(link, content)
            yield from self._rows(covered)
        except (LookupError, TypeError, ValueError, AttributeError, StatementError) as error:
            # Only who can sign, or a fault of ours, brings such a content here.
            yield f"chain: links {links[0]['n']} to {links[-1]['n']} cannot be read: {type(error).__name__}"

    def _link(self, link: Row) -> Iterator[str]:
        """The link from the one before it, and its signature."""
        name = _name(link)
        if link["n"] != self.n + 1:
            yield f"chain: links {self.n + 1} to {link['n'] - 1} are gone"
        expected = link_digest(self.digest, link["n"], link["kind"], link["document"], link["at"], link["content"])
        if expected != link["digest"]:
            yield f"chain: {name} does not follow from the one before it"
        if self.signed and link["n"] > 1 and self.n == 0:
            yield "chain: the beginning is gone"
        if not self.signed and link["at"] != self.at:
            yield f"chain: link {self.n}, the last one of its act, is not signed"
        self.n, self.digest, self.at = link["n"], link["digest"], link["at"]
        self.signed = link["signature"] is not None or link["key_id"] is not None
        if not self.signed:
            return
        public = self.trusted.get(link["key_id"])
        if public is None:
            if link["key_id"] not in self.unknown:
                yield f"chain: from {name} on links are signed with key {link['key_id']}, which is not this outlet's"
            self.unknown.add(link["key_id"])
        elif not keys.is_signed(signed_text(link["n"], link["digest"], moment(link["at"])), link["signature"], public):
            yield f"chain: {name} is not signed by this outlet"

    def _remember(self, link: Row, content: Content) -> None:
        """What the link says of rows that may change later, and of those that were there before."""
        if link["n"] == self.baseline:
            self.sums = {name: Sum.of_json(value) for name, value in content["before"].items()}
        for name, rows in content.get("changing", {}).items():
            for key, digest in rows:
                self.newest[name][encode(_key(key, link["document"]))] = digest

    def _rows(self, links: Sequence[tuple[Row, Content]]) -> Iterator[str]:
        """The rows of these links that only grow, as they stand in the database."""
        asked: dict[str, list[list[Any]]] = defaultdict(list)
        for link, content in links:
            for name, of_table in content.get("rows", {}).items():
                asked[name] += [self.plans[name].typed_key(key, link["document"]) for key in of_table]
        present = {name: self._load(self.plans[name], wanted) for name, wanted in asked.items()}
        for link, content in links:
            images: dict[str, list[Image]] = {}
            whole = True
            for name, of_table in content.get("rows", {}).items():
                rows = [row for key in of_table if (row := present[name].get(encode(_key(key, link["document"])))) is not None]
                whole = whole and len(rows) == len(of_table)
                images[name] = [self.plans[name].image(row) for row in rows]
                self._count_in(name, images[name])
                if whole and (digests := content.get("emptied", {}).get(name)) is not None:
                    yield from self._answers(link, self.plans[name], rows, digests)
            if not whole:
                yield f"{_name(link)}: rows are gone"
            elif images and rows_digest(images) != content["digest"]:
                yield f"{_name(link)}: its rows are not those that were written"

    def _count_in(self, name: str, images: Sequence[Image]) -> None:
        """Adds rows to those the chain covers; their digests only where older rows are known by a sum."""
        counted = self.sums.setdefault(name, Sum())
        if counted.total:
            counted.add(images)
        else:
            counted.rows += len(images)

    def _answers(self, link: Row, of: TablePlan, rows: Sequence[Row], digests: Sequence[str | None]) -> Iterator[str]:
        """What may be emptied by age is as it was, or old enough to be empty."""
        before = clock.now() - ANSWERS_LAST
        for row, digest in zip(rows, digests, strict=True):
            if (now := of.emptied_digest(row)) == digest:
                continue
            if now is not None or row["recorded_at"] > before:
                yield f"{_name(link)}: the answer that was given is not the one that is kept"

    def _load(self, of: TablePlan, wanted: Sequence[list[Any]]) -> dict[str, Row]:
        columns = [of.table.c[name] for name in of.key]
        rows: dict[str, Row] = {}
        for start in range(0, len(wanted), BATCH):
            some = wanted[start : start + BATCH]
            one = len(columns) == 1
            named = columns[0].in_([key for (key,) in some]) if one else tuple_(*columns).in_([tuple(key) for key in some])
            rows |= {encode(of.key_of(row)): row for row in fetch_all(select(of.table).where(named))}
        return rows

    def rest(self) -> Iterator[str]:
        """After all links: the end is signed, and no table has a row too few or too many."""
        if not self.signed:
            yield f"chain: link {self.n}, the last one, is not signed"
        for name, of in self.plans.items():
            yield from self._grown(of) if of.only_grows else self._changed(of, self.newest[name])

    def _grown(self, of: TablePlan) -> Iterator[str]:
        expected = self.sums.get(of.table.name, Sum())
        counted = _count(of)
        if counted != expected.rows:
            yield f"{of.table.name}: {counted} rows, links of the chain cover {expected.rows}"
        elif expected.total:
            now = Sum()
            now.add(of.image(row) for row in stream(select(of.table)))
            if now != expected:
                yield f"{of.table.name}: a row from before the chain is not as it was"

    def _changed(self, of: TablePlan, newest: dict[str, str | None]) -> Iterator[str]:
        for row in stream(select(of.table)):
            key = encode(of.key_of(row))
            digest = newest.pop(key, None)
            if digest is None:
                yield f"{of.table.name} {key}: no link of the chain wrote this row"
            elif sha256(encode(of.image(row))) != digest:
                yield f"{of.table.name} {key}: not as the last act left it"
        for key, digest in newest.items():
            if digest is not None:
                yield f"{of.table.name} {key}: the row is gone"


def _count(of: TablePlan) -> int:
    counted = fetch_one(select(func.count().label("n")).select_from(of.table))
    return int(counted["n"]) if counted else 0


def _key(key: Any, document: str) -> Any:
    """A key with the document where it stands as null."""
    if isinstance(key, list):
        return [document if part is None else part for part in key]
    return document if key is None else key


def _name(link: Row) -> str:
    at: datetime = link["at"]
    return f"link {link['n']} ({link['kind']} {link['document']}, {clock.local(at):%d/%m/%Y %H:%M})"
