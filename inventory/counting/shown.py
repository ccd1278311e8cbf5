"""What a session has found so far, as a person sees it before it is posted. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.db import fetch_all, fetch_one
from core.i18n import gettext as _
from core.models import Outlet
from core.money import Vnd
from core.people.actor import Actor
from core.people.permits import Permit
from core.quantity import ZERO
from inventory.counting import scope
from inventory.counting.results import CountEntryResult, CountSessionLine, CountSessionResult
from inventory.counting.scope import CountableLot
from inventory.previews import sentences
from suppliers.addressing import SHORT_NAMES
from suppliers.agreements import answering
from suppliers.choices import Bearer, ProducerKind
from suppliers.models import Producer


@dataclass(frozen=True, slots=True)
class DifferingLine:
    """A counted lot that differs from the book, with what that means for whom."""

    line: CountSessionLine
    producer_name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What a session found so far.

    `value_vnd` sums the differences at today's price without their signs, `creditors` counts the producers that are owed
    something. `missing` are lots of the book that nobody counted; they stay as they are. `answer_days` is how long producers
    have to answer, None where that is not the same for all.
    """

    lines: Sequence[DifferingLine]
    matching: Sequence[CountSessionLine]
    missing: Sequence[CountableLot]
    owed_vnd: Vnd
    value_vnd: Vnd
    creditors: int
    answer_days: int | None
    needs_approval: bool


def differences(session: CountSessionResult, actor: Actor) -> Differences:
    """The differences of a session, shortages that cost most first."""
    found = fetch_all(select(Producer.code, Producer.name, Producer.kind))
    names = {r["code"]: r["name"] for r in found}
    kinds = {r["code"]: ProducerKind(r["kind"]) for r in found}
    counted = [line for line in session.lines if line.counted is not None]
    differing = sorted((line for line in counted if line.difference), key=lambda line: (-line.owed_vnd, line.value_vnd or 0))
    value_vnd = sum(abs(line.value_vnd or 0) for line in differing)
    seen = {line.lot for line in counted}
    owners = {line.producer for line in counted if kinds[line.producer] is not ProducerKind.OUTLET}
    days = set(answering.answer_days(owners, [clock.now()]).values())
    return Differences(
        lines=[DifferingLine(line, names[line.producer], _text(line, kinds[line.producer])) for line in differing],
        matching=[line for line in counted if not line.difference],
        missing=[lot for lot in scope.countable(session) if lot.on_hand > 0 and lot.lot not in seen],
        owed_vnd=session.owed_vnd,
        value_vnd=Vnd(value_vnd),
        creditors=len({line.producer for line in differing if line.owed_vnd}),
        answer_days=days.pop() if len(days) == 1 else None,
        needs_approval=not actor.may(Permit.MANAGE) and 0 < _limit_vnd() < value_vnd,
    )


def _text(line: CountSessionLine, kind: ProducerKind) -> str:
    """What a difference means for whom; what is owed stands beside it."""
    if line.owed_vnd:
        who = _(SHORT_NAMES[kind])
        if line.bearer is Bearer.SHARED:
            return _("Mỗi bên một nửa, điểm bán trả %(producer)s", producer=who)
        return _("Điểm bán trả %(producer)s", producer=who)
    return sentences.count_text(kind, line.difference or ZERO, line.lost, line.bearer, line.owed_vnd)


def _limit_vnd() -> int:
    outlet = fetch_one(select(Outlet.loss_limit_vnd))
    return outlet["loss_limit_vnd"] if outlet else 0


@dataclass(frozen=True, slots=True)
class CountedLotView:
    """What stands of a lot in a session: the entry that holds, and how many there are."""

    entry: CountEntryResult
    entries: int


def newest_first(entries: Sequence[CountEntryResult]) -> list[CountedLotView]:
    """The lots of a session with what holds of each, those first that were entered last."""
    of_lot: dict[str, list[CountEntryResult]] = defaultdict(list)
    for entry in entries:
        of_lot[entry.lot].append(entry)
    views = [CountedLotView(max(of, key=lambda entry: (entry.counted_at, entry.n)), len(of)) for of in of_lot.values()]
    return sorted(views, key=lambda view: -max(entry.n for entry in of_lot[view.entry.lot]))
