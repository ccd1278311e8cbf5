"""Writing the chain: what a transaction wrote becomes its links, last before the commit.

An act under a client's id is one link, named after its scope and id; in a transaction of many documents each has its own. An
audit line is always a link of its own. The last link of a transaction is signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import repeat

from sqlalchemy import select

from core import clock
from core.chain import heads, keys
from core.chain.heads import Head
from core.chain.rows import Image, Key, Sum, TablePlan, encode, moment, plan, plans, sha256
from core.db import Prepared, Row, advisory_lock, execute, fetch_all, fetch_one, prepared_insert
from core.db.session import before_commit, stream, take_written
from core.db.written import Rows
from core.models import AuditLine, ChainLink, IdempotencyKey

START, UPGRADE, NEW_KEY, AUDIT = "start", "upgrade", "key", "audit"
"""Kinds of links that no document makes."""
_HEAD = Prepared(
    select(ChainLink.n, ChainLink.digest, ChainLink.at, ChainLink.signature, ChainLink.key_id)
    .order_by(ChainLink.n.desc())
    .limit(1)
)
_ADD = prepared_insert(ChainLink)


@dataclass(slots=True)
class _Link:
    """A link that is being made: the rows it covers, by table in the order they were written."""

    kind: str
    document: str
    images: dict[str, list[Image]] = field(default_factory=dict)
    keys: dict[str, list[Key]] = field(default_factory=dict)
    changing: dict[str, list[list[Key | str | None]]] = field(default_factory=dict)
    emptied: dict[str, list[str | None]] = field(default_factory=dict)

    def cover(self, of: TablePlan, row: Row, number: int | None, removed: bool) -> None:
        """Adds a row, with the number the database gave it."""
        name, key = of.table.name, of.key_of(row, self.document) if number is None else number
        if not of.only_grows:
            digest = None if removed else sha256(encode(of.image(row)))
            self.changing.setdefault(name, []).append([key, digest])
            return
        self.keys.setdefault(name, []).append(key)
        self.images.setdefault(name, []).append(of.image(row))
        if of.emptied:
            self.emptied.setdefault(name, []).append(of.emptied_digest(row))

    def content(self) -> str:
        """What the link keeps: the rows by key, and their digests."""
        content: dict[str, object] = {}
        if self.keys:
            content |= {"rows": self.keys, "digest": rows_digest(self.images)}
        if self.changing:
            content["changing"] = self.changing
        if self.emptied:
            content["emptied"] = self.emptied
        return encode(content)


def rows_digest(images: dict[str, list[Image]]) -> str:
    """The digest over rows that only grow."""
    return sha256(encode(images))


def link_digest(before: str, n: int, kind: str, document: str, at: datetime, content: str) -> str:
    """The digest of a link. Its text never changes: kept digests were made from it."""
    return sha256(encode([before, n, kind, document, moment(at)]) + content)


@before_commit
def write_links() -> Callable[[], None] | None:
    """Makes links of what the present act has written since it began, or since the last call.

    Call it in an act that writes very many rows, so that they need not be remembered all at once. Returns what writes the
    head beside the database after the commit.
    """
    written = take_written()
    if not written:
        return None
    links: list[_Link | _Baseline] = []
    covered = list(_links_of(written))
    advisory_lock("chain")
    newest = fetch_one(_HEAD)
    own = keys.own()
    if newest is None:
        links.append(_baseline(START, "", covered))
    elif newest["key_id"] != own.id:
        links.append(_Link(NEW_KEY, own.id))
    return heads.keep_later(_append([*links, *covered], newest))


def rebase(document: str) -> None:
    """Covers all rows anew as they are, after a change of the schema: links of before no longer say what the rows hold."""
    take_written()
    advisory_lock("chain")
    _append([_baseline(UPGRADE, document, ())], fetch_one(_HEAD))


def head() -> Head | None:
    """The newest link; None before the first one."""
    newest = fetch_one(_HEAD)
    if newest is None:
        return None
    public = keys.trusted().get(newest["key_id"], "")
    return Head(newest["n"], newest["digest"], newest["signature"], moment(newest["at"]), public)


def printed_digest(document: str, *, newest: bool = False) -> str | None:
    """What a paper prints of the first link of a document, or of the newest; None for one of before the chain."""
    query = select(ChainLink.digest).where(ChainLink.document == document, ChainLink.kind != AUDIT).limit(1)
    link = fetch_one(query.order_by(ChainLink.n.desc() if newest else ChainLink.n))
    return heads.shortened(link["digest"]) if link else None


@dataclass(frozen=True, slots=True)
class ChainLinkResult:
    """A link as it is listed."""

    n: int
    kind: str
    document: str
    digest: str


def list_links(after: int | None, limit: int) -> list[ChainLinkResult]:
    """Links after the `after`th, oldest first."""
    query = select(ChainLink.n, ChainLink.kind, ChainLink.document, ChainLink.digest).where(ChainLink.n > (after or 0))
    return [ChainLinkResult(**row) for row in fetch_all(query.order_by(ChainLink.n).limit(limit))]


def _append(links: Sequence[_Link | _Baseline], newest: Row | None) -> Head:
    """Adds links behind the newest one and signs the last."""
    n, digest = (newest["n"], newest["digest"]) if newest else (0, "")
    at, own = clock.now(), keys.own()
    rows: list[dict[str, object]] = []
    for link in links:
        n += 1
        content = link.content()
        digest = link_digest(digest, n, link.kind, link.document, at, content)
        rows.append({"n": n, "kind": link.kind, "document": link.document, "at": at, "content": content, "digest": digest,
                     "signature": None, "key_id": None})  # fmt: skip
    signature = own.sign(heads.signed_text(n, digest, moment(at)))
    rows[-1] |= {"signature": signature, "key_id": own.id}
    execute(_ADD, rows)
    return Head(n, digest, signature, moment(at), own.public)


def _links_of(written: Sequence[Rows]) -> Iterator[_Link]:
    """A link for each document, in the order they were begun, then one for each audit line."""
    keyed = [row for rows in written if rows.table.name == IdempotencyKey.__tablename__ for row in rows.rows]
    scopes = {row["key"]: row["scope"] for row in keyed}
    one = _Link(_kind(keyed[0]["scope"]), keyed[0]["key"]) if len(keyed) == 1 else None
    links: dict[str, _Link] = {}
    audited: list[_Link] = []
    for rows in written:
        of = plan(rows.table)
        for row, number in zip(rows.rows, rows.ids or repeat(None), strict=False):
            if rows.table.name == AuditLine.__tablename__:
                audited.append(link := _Link(AUDIT, row["subject"]))
            elif one is not None:
                link = links.setdefault("", one)
            else:
                document = _document_of(of, row) if keyed or not links else next(iter(links))
                if (known := links.get(document)) is None:
                    kind = _kind(scopes[document]) if document in scopes else of.table.name
                    known = links[document] = _Link(kind, document)
                link = known
            link.cover(of, row, number, rows.removed)
    yield from links.values()
    yield from audited


def _document_of(of: TablePlan, row: Row) -> str:
    """The document a row belongs to, by the names its table has for it."""
    return str(row[_document_column(of)])


def _document_column(of: TablePlan) -> str:
    names = of.columns
    if of.table.name == IdempotencyKey.__tablename__:
        return "key"
    if not of.only_grows:
        # What an act writes twice into one row stays in one link, in the order it was written.
        return of.key[0]
    preferred = [name for name in ("source_uid", "uid") if name in names]
    return next(iter([*preferred, *(name for name in names if name.endswith("_uid")), *of.key]))


def _kind(scope: str) -> str:
    """The kind of the documents of a scope: of `sales` it is `sale`."""
    if scope.endswith("ies"):
        return scope[:-3] + "y"
    return scope.removesuffix("es") if scope.endswith("sses") else scope.removesuffix("s")


@dataclass(frozen=True, slots=True)
class _Baseline:
    """A link over all rows that are there, however they came."""

    kind: str
    document: str
    sums: dict[str, Sum]
    changing: dict[str, list[list[Key | str]]]

    def content(self) -> str:
        """What the link keeps: a sum for each table that only grows, and the digest of each row of any other."""
        return encode({"before": {name: one.as_json() for name, one in self.sums.items() if one.rows}, "changing": self.changing})


def _baseline(kind: str, document: str, besides: Iterable[_Link]) -> _Baseline:
    """The link over all rows but those that these links cover."""
    sums: dict[str, Sum] = {}
    changing: dict[str, list[list[Key | str]]] = {}
    for of in plans():
        if of.only_grows:
            sums[of.table.name] = total(of)
        elif rows := [[of.key_of(row), sha256(encode(of.image(row)))] for row in stream(select(of.table))]:
            changing[of.table.name] = rows
    for link in besides:
        for name, images in link.images.items():
            sums[name].add(images, -1)
    return _Baseline(kind, document, sums, changing)


def total(of: TablePlan) -> Sum:
    """The sum of all rows of a table that only grows."""
    counted = Sum()
    counted.add(of.image(row) for row in stream(select(of.table)))
    return counted
