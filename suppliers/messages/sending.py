"""Telling a producer something: the message and its ways, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import insert

from core import clock
from core.db import fetch_one
from core.i18n import in_language
from core.values.uid import new_uid
from suppliers.addressing import speaking_to
from suppliers.choices import ProducerMessageKind
from suppliers.messages import deliveries
from suppliers.messages.models import ProducerMessage
from suppliers.messages.targets import hearing_of, targets
from suppliers.producers import owner_code


def send(
    producer: str,
    kind: ProducerMessageKind,
    write: Callable[[], str],
    *,
    about: str | None = None,
    path: str | None = None,
) -> None:
    """Tells a producer what `write` says in its language; the outlet tells itself nothing.

    `about` names the document or lot (`statement/{uid}`), `path` is the page of the portal that shows more.
    """
    if producer == owner_code():
        return
    hearing = hearing_of(producer)
    with in_language(hearing.language), speaking_to(hearing.kind):
        text = write()
    row = {
        "producer_code": producer,
        "kind": kind,
        "text": text,
        "sent_at": clock.now(),
        "uid": new_uid(),
        "about": about,
        "path": path,
    }
    added = fetch_one(insert(ProducerMessage).values(row).returning(ProducerMessage.id))
    assert added is not None
    for target in targets(producer, kind, hearing):
        deliveries.put(added["id"], target)
