"""Which lots a sale takes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from inventory.allocation import Stocked, allocate, sellable

DAY = date(2026, 11, 24)
days = st.integers(-20, 20).map(lambda n: DAY + timedelta(days=n))
shelves = st.lists(
    st.builds(
        Stocked,
        lot=st.just(""),
        product=st.just("A"),
        on_hand=st.integers(0, 5_000),
        best_before=st.none() | days,
        delivered_on=days,
        arrival=st.just(0),
        recalled=st.booleans(),
    ),
    max_size=12,
).map(lambda lots: [Stocked(f"L{i}", "A", x.on_hand, x.best_before, x.delivered_on, i, x.recalled) for i, x in enumerate(lots)])


@given(shelves, st.randoms())
def test_first_expired_goes_first_and_undated_goes_last(lots: list[Stocked], chance: object) -> None:
    shuffled = lots[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    order = sellable(shuffled, DAY)
    assert order == sellable(lots, DAY)
    assert all(x.on_hand and not x.recalled and (x.best_before is None or x.best_before >= DAY) for x in order)
    assert len(order) == sum(x.on_hand > 0 and not x.recalled and not (x.best_before and x.best_before < DAY) for x in lots)
    for one, following in pairwise(order):
        if one.best_before != following.best_before:
            assert following.best_before is None or (one.best_before is not None and one.best_before < following.best_before)
        else:
            assert (one.delivered_on, one.arrival) < (following.delivered_on, following.arrival)


@given(shelves, st.integers(1, 20_000))
def test_what_is_taken_and_what_is_missing_is_what_was_wanted(lots: list[Stocked], wanted: int) -> None:
    order = sellable(lots, DAY)
    takes, missing = allocate(order, wanted)
    assert sum(t.quantity for t in takes) + missing == wanted
    assert [t.lot for t in takes] == [x.lot for x in order[: len(takes)]]
    on_hand_by_lot = {x.lot: x.on_hand for x in order}
    assert all(0 < t.quantity <= on_hand_by_lot[t.lot] for t in takes)
    assert all(t.quantity == on_hand_by_lot[t.lot] for t in takes[:-1])
    assert missing == max(0, wanted - sum(on_hand_by_lot.values()))


def test_the_day_of_the_date_itself_is_still_good() -> None:
    lot = Stocked("L", "A", 1, DAY, DAY, 1)
    assert not lot.expired(DAY) and lot.expired(DAY + timedelta(days=1))
