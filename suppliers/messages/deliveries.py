"""Carrying messages out of the house through the outbox: a lane for each address, tried until it is taken or its address stops.

A letter that was sent and whose note was lost (the program was killed between) is sent again under the same id, so that
receivers can tell. Nothing that a transport raises undoes a message: it stands on the portal whatever becomes of its ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update

from core import clock
from core.db import Row, db, execute, fetch_all, fetch_one, outbox, transaction
from core.db.outbox import hourly
from core.errors import NotFound
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.outlet import outlet_name
from core.results import to_json
from suppliers.choices import ContactChannel, MessageState, ProducerMessageKind
from suppliers.messages import reading
from suppliers.messages.models import FailingAddress, MessageDelivery, ProducerMessage
from suppliers.messages.targets import Target, hearing_of, is_stopped, present_target
from suppliers.messages.transports import AddressTrouble, Letter, Refused, Transport, TransportDown, transports

STOPS_AFTER = timedelta(days=3)
"""How long an address may take nothing before it is stopped."""
WORTH_SENDING = timedelta(days=30)
"""What is older is not sent to a new address any more."""


@dataclass(frozen=True)
class DeliveryJob:
    """A message's way that is to be gone."""

    delivery: int


SEND = outbox.JobKind(
    "message",
    DeliveryJob,
    pauses_s=(5, 30, 120, 600, 1800, 3600),
    waits_for=(AddressTrouble, TransportDown),
    leaves_house=True,
)


def put(message_id: int, target: Target) -> None:
    """Lets a message go to an address, in the present transaction; to one that is stopped it does not."""
    stopped = is_stopped(target)
    row = {
        "message_id": message_id,
        "channel": target.channel,
        "transport": target.transport,
        "address": target.address,
        "state": MessageState.STOPPED if stopped else MessageState.WAITING,
    }
    added = fetch_one(insert(MessageDelivery).values(row).returning(MessageDelivery.id))
    assert added is not None
    if not stopped:
        outbox.put(SEND, target.lane, DeliveryJob(added["id"]))


@outbox.handles_job(SEND)
def _send(job: outbox.Job, payload: DeliveryJob) -> None:
    """Sends a letter where its producer's channel leads now. Raises what is to be tried again."""
    waiting = _waiting(payload.delivery)
    if waiting is None:
        return
    target = present_target(waiting["producer_code"], waiting["channel"])
    if target is None or is_stopped(target):
        transaction(lambda: _stop(payload.delivery))
        return
    letter, transport = _letter(waiting, target), _transport(target)
    # The receiver may take its time; nobody should wait for a database that we hold open.
    db.session.rollback()
    try:
        transport.send(letter)
    except Refused as error:
        why = outbox.reason_of(error)
        transaction(lambda: _note_refusal(payload.delivery, target, why))
    except AddressTrouble as error:
        why = outbox.reason_of(error)
        if not transaction(lambda: _note_trouble(payload.delivery, target, why)):
            raise
    except TransportDown as error:
        why = outbox.reason_of(error)
        transaction(lambda: _set(payload.delivery, target, trouble=why))
        raise
    except Exception as error:
        why = outbox.reason_of(error)
        gives_up = {"state": MessageState.FAILED} if job.attempts > len(SEND.pauses_s) else {}
        transaction(lambda: _set(payload.delivery, target, trouble=why, **gives_up))
        raise
    else:
        transaction(lambda: _note_sent(payload.delivery, target))


def _waiting(delivery: int) -> Row | None:
    """A way that is still to be gone, with its message."""
    message = (ProducerMessage.producer_code, ProducerMessage.kind, ProducerMessage.uid)
    query = select(MessageDelivery.channel, *message).join(ProducerMessage, ProducerMessage.id == MessageDelivery.message_id)
    return fetch_one(query.where(MessageDelivery.id == delivery, MessageDelivery.state == MessageState.WAITING))


def _letter(waiting: Row, target: Target) -> Letter:
    message = reading.message(waiting["uid"])
    with in_language(hearing_of(message.producer).language):
        subject = f"{outlet_name()}: {_(ProducerMessageKind(message.kind).label)}"
    return Letter(
        id=message.id,
        channel=target.channel,
        address=target.address,
        producer=message.producer,
        kind=message.kind,
        subject=subject,
        text=message.text,
        link=message.link,
        at=message.at,
        body=to_json(message).encode(),
    )


def _transport(target: Target) -> Transport:
    return next(transport for transport in transports() if transport.name == target.transport)


def _note_sent(delivery: int, target: Target) -> None:
    _set(delivery, target, state=MessageState.SENT, sent_at=clock.now(), trouble=None)
    execute(delete(FailingAddress).where(*_at(target)))


def _note_refusal(delivery: int, target: Target, why: str) -> None:
    _set(delivery, target, state=MessageState.FAILED, trouble=why)
    _fails_still(target)


def _note_trouble(delivery: int, target: Target, why: str) -> bool:
    """Notes that an address took nothing; says whether it is stopped now."""
    stopped = _fails_still(target)
    _set(delivery, target, trouble=why, **({"state": MessageState.STOPPED} if stopped else {}))
    return stopped


def _fails_still(target: Target) -> bool:
    """Counts a failure of an address; says whether it has failed too long."""
    now = clock.now()
    known = fetch_one(select(FailingAddress.__table__).where(*_at(target)))
    if known is None:
        execute(insert(FailingAddress), {"transport": target.transport, "address": target.address, "failing_since": now})
        return False
    if now - known["failing_since"] < STOPS_AFTER:
        return False
    execute(update(FailingAddress).where(*_at(target)).values(stopped_at=now))
    return True


def _stop(delivery: int) -> None:
    execute(update(MessageDelivery).where(MessageDelivery.id == delivery).values(state=MessageState.STOPPED))


def _set(delivery: int, target: Target, **values: object) -> None:
    gone = {"transport": target.transport, "address": target.address}
    execute(update(MessageDelivery).where(MessageDelivery.id == delivery).values(**gone, **values))


def _at(target: Target) -> tuple[ColumnElement[bool], ...]:
    return FailingAddress.transport == target.transport, FailingAddress.address == target.address


def follow(producer: str) -> None:
    """Lets what did not reach a producer go to its present addresses, in the present transaction, and what waits be tried now."""
    for row in _left(MessageDelivery.state != MessageState.SENT, ProducerMessage.producer_code == producer):
        target = present_target(producer, row["channel"])
        if row["state"] == MessageState.WAITING:
            outbox.retry_now(SEND, Target(row["channel"], row["transport"], row["address"]).lane)
        elif target and (target.transport, target.address) != (row["transport"], row["address"]):
            _again(row["id"], target)


def try_again(producer: str, channel: ContactChannel) -> None:
    """Begins anew with an address that was stopped, in the present transaction. Raises NotFound where there is none."""
    target = present_target(producer, channel)
    if target is None:
        raise NotFound(N_("Chưa có địa chỉ cho kênh này."))
    execute(delete(FailingAddress).where(*_at(target)))
    of_channel = MessageDelivery.channel == channel, ProducerMessage.producer_code == producer
    for row in _left(MessageDelivery.state.in_((MessageState.STOPPED, MessageState.FAILED)), *of_channel):
        _again(row["id"], target)


@hourly
def follow_settings() -> None:
    """Lets what was stopped go where the settings lead now: another mail server, another address of the webhook."""
    if _stopped_elsewhere():
        transaction(_follow_settings)


def _follow_settings() -> None:
    for delivery, target in _stopped_elsewhere():
        _again(delivery, target)


def _stopped_elsewhere() -> list[tuple[int, Target]]:
    """What was stopped on its way to another address than the present one, and that one."""
    rows = _left(MessageDelivery.state == MessageState.STOPPED)
    return [(row["id"], target) for row in rows if (target := _moved(row))]


def _moved(row: Row) -> Target | None:
    """Where a stopped way leads now, if that is elsewhere."""
    target = present_target(row["producer_code"], row["channel"])
    if target is None or (target.transport, target.address) == (row["transport"], row["address"]) or is_stopped(target):
        return None
    return target


def _left(*conditions: ColumnElement[bool]) -> list[Row]:
    """The ways of recent messages that these conditions choose, in the order of their messages."""
    query = select(MessageDelivery.__table__, ProducerMessage.producer_code)
    query = query.join(ProducerMessage, ProducerMessage.id == MessageDelivery.message_id).order_by(MessageDelivery.id)
    return list(fetch_all(query.where(ProducerMessage.sent_at > clock.now() - WORTH_SENDING, *conditions)))


def _again(delivery: int, target: Target) -> None:
    _set(delivery, target, state=MessageState.WAITING, trouble=None)
    outbox.put(SEND, target.lane, DeliveryJob(delivery))
