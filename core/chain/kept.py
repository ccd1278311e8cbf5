"""Kept heads: today's chain must go on from each of them.

Besides the newest head in the data folder there is one a day in `heads/` of the folder for what leaves the machine; who
copies that folder elsewhere can prove that nothing before was changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from core import clock
from core.chain import heads, keys
from core.chain.heads import Head
from core.chain.links import head
from core.db import db, fetch_one
from core.db.outbox import hourly
from core.models import ChainLink


@hourly
def write_day() -> None:
    """Writes the newest head into today's file."""
    newest = head()
    if newest is not None:
        folder = _out_dir()
        folder.mkdir(parents=True, exist_ok=True)
        heads.write(folder / f"{clock.today().isoformat()}.json", newest)
    db.session.rollback()


def gaps() -> Iterator[str]:
    """Every kept head that the chain does not go on from. A restore has put those of before it aside."""
    data: Path = current_app.config["DATA_DIR"]
    for path in (data / heads.HEAD_FILE, *sorted(_out_dir().glob("*.json"))):
        if path.is_file():
            yield from gaps_since(path)


def _is_ours(head: Head) -> bool:
    text = heads.signed_text(head.links, head.digest, head.at)
    return any(keys.is_signed(text, head.signature, public) for public in keys.trusted().values())


def gaps_since(path: Path) -> Iterator[str]:
    """Whether the chain goes on from the head in this file; each gap as a line of text."""
    try:
        kept = heads.read(path)
    except (OSError, ValueError):
        yield f"{path.name}: not a head of a chain"
        return
    if not _is_ours(kept):
        yield f"{path.name}: not a head of this outlet, or changed"
        return
    digest = _digest(kept)
    if digest is None:
        yield f"{path.name}: the chain had {kept.links} links on {kept.at}, and the last ones are gone"
    elif digest != kept.digest:
        yield f"{path.name}: link {kept.links} is not the one that was there on {kept.at}"


def _digest(kept: Head) -> str | None:
    """The digest of the link a head names; None when there is no such link."""
    query = select(ChainLink.digest).where(ChainLink.n == kept.links)
    link = fetch_one(query)
    if link is not None:
        return str(link["digest"])
    newest = fetch_one(select(func.max(ChainLink.n).label("n")))
    if newest is not None and kept.links <= (newest["n"] or 0):
        return None
    # The head may be younger than what this transaction sees.
    with db.engine.connect() as fresh:
        digest = fresh.execute(query).scalar()
    return None if digest is None else str(digest)


def _out_dir() -> Path:
    folder: Path = current_app.config["OUT_DIR"]
    return folder / "heads"
