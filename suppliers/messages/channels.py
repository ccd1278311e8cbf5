"""How a producer wants to hear of the outlet: its addresses, and of what by which channel."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import delete, insert, select, update

from core.db import audit, execute, fetch_all, fetch_one, on_postgresql
from core.i18n import Language
from core.people.actor import Actor
from suppliers import audit_actions, producers
from suppliers.choices import ContactChannel, ProducerMessageKind, SoldEvery
from suppliers.messages import deliveries
from suppliers.messages.models import ChosenChannel, ProducerChannels
from suppliers.messages.requests import ChannelsRequest
from suppliers.messages.results import ChannelsResult
from suppliers.messages.targets import is_stopped, present_target
from suppliers.models import Producer

NOTHING_CHOSEN = ChannelsResult(None, None, None, {}, None, SoldEvery.DAY)
WORTH_A_LETTER = (
    ProducerMessageKind.STATEMENT,
    ProducerMessageKind.PAID,
    ProducerMessageKind.ANSWER,
    ProducerMessageKind.CALL_UP,
    ProducerMessageKind.EXPIRING,
    ProducerMessageKind.SOLD_OUT,
    ProducerMessageKind.AGREEMENT,
    ProducerMessageKind.ACCOUNT,
)
"""What the form proposes for the first address."""


def put_channels(code: str, document: ChannelsRequest, actor: Actor) -> bool:
    """Records how a producer hears of the outlet; says whether that is new. What waits for it follows to its new addresses.

    Raises NotFound for an unknown producer, Invalid for the outlet itself.
    """
    producers.show_producer(code)
    producers.refuse_owner(code)
    if on_postgresql():
        fetch_one(select(Producer.code).where(Producer.code == code).with_for_update(key_share=True))
    of_producer = ProducerChannels.producer_code == code
    known = fetch_one(select(ProducerChannels.producer_code).where(of_producer)) is not None
    before = show_channels(code) if known else None
    values = document.model_dump(exclude={"kinds"})
    if known:
        execute(update(ProducerChannels).where(of_producer).values(values))
    else:
        execute(insert(ProducerChannels), {"producer_code": code, **values})
    execute(delete(ChosenChannel).where(ChosenChannel.producer_code == code))
    rows: list[dict[str, object]] = [
        {"producer_code": code, "kind": kind, "channel": channel}
        for kind, chosen in document.kinds.items()
        for channel in dict.fromkeys(chosen)
    ]
    execute(insert(ChosenChannel), rows)
    deliveries.follow(code)
    audit.record_change(actor, audit_actions.CHANNELS_RECORDED, code, before, show_channels(code))
    return not known


def show_channels(code: str) -> ChannelsResult:
    """How a producer hears of the outlet; of one that chose nothing, the portal alone."""
    row = fetch_one(select(ProducerChannels.__table__).where(ProducerChannels.producer_code == code))
    if row is None:
        return NOTHING_CHOSEN
    kinds: dict[ProducerMessageKind, list[ContactChannel]] = defaultdict(list)
    chosen = {(r["kind"], r["channel"]) for r in fetch_all(select(ChosenChannel).where(ChosenChannel.producer_code == code))}
    for kind in ProducerMessageKind:
        for channel in ContactChannel:
            if (kind, channel) in chosen:
                kinds[kind].append(channel)
    return ChannelsResult(
        email=row["email"],
        zalo=row["zalo"],
        sms=row["sms"],
        kinds=dict(kinds),
        language=Language(row["language"]) if row["language"] else None,
        sold_every=SoldEvery(row["sold_every"]),
        stopped=[channel for channel in ContactChannel if _is_stopped(code, channel)],
    )


def try_again(code: str, channel: ContactChannel, actor: Actor) -> None:
    """Begins anew with an address that was stopped. Raises NotFound."""
    deliveries.try_again(code, channel)
    audit.note(actor, audit_actions.CHANNEL_TRIED, code, channel=channel)


def _is_stopped(code: str, channel: ContactChannel) -> bool:
    target = present_target(code, channel)
    return target is not None and is_stopped(target)
