"""When a sale or a refund happened, by our clock, and whether it is late.

Source: contract of the outlet, section 6, Time, and section 18, Late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core import clock
from core.db import Row
from core.errors import Invalid
from core.i18n import N_
from core.values import tax
from core.values.device_clock import TOLERANCE, DeviceClock
from pos.choices import FlagCode
from pos.requests import RefundRequest, SaleRequest
from pos.results import Flag
from pos.trust import presence
from suppliers.commission import Term, choose

ONLINE_AT_MOST_AGO = timedelta(minutes=15)
"""An online sale is sent when it is made; one that claims to be older has a wrong clock."""
WAITS_AT_MOST = timedelta(hours=72)
WAITS_AT_MOST_IN_CONTACT = timedelta(minutes=10)
COMES_BACK_WITHIN = timedelta(seconds=2)
"""A till that is heard again sends its first sale sooner than this."""


@dataclass(frozen=True, slots=True)
class SaleTime:
    """When a sale happened; a late one is judged by the moment it arrived, too."""

    sold_at: datetime
    is_late: bool


def time_of(document: SaleRequest, shift: Row, now: datetime, flags: list[Flag]) -> SaleTime:
    """When the sale happened; what the device's clock got wrong, and being late, is flagged.

    The error of a clock that says what it shows is taken off. A moment ahead of now is now, and so is an online one of long
    ago or from before its shift; an offline one from before its shift is the opening.
    """
    device = DeviceClock(now, document.sent_at)
    opened_at: datetime = shift["opened_at"]
    sold_at = device.correct(document.sold_at)
    ahead = sold_at - now > TOLERANCE
    early = clock.end_of_second(sold_at) < opened_at
    long_ago = not document.offline and now - sold_at > ONLINE_AT_MOST_AGO
    if device.differs or ahead or early or long_ago:
        seconds = round(device.error.total_seconds()) if device.error is not None else None
        flags.append(Flag(FlagCode.CLOCK_DIFFERS, seconds=seconds))
    if not document.offline:
        return SaleTime(now if ahead or long_ago or early else min(max(sold_at, opened_at), now), is_late=False)
    is_late = _is_late(document.sold_at - (device.error or timedelta()), shift, now)
    if is_late:
        flags.append(Flag(FlagCode.LATE))
    return SaleTime(now if ahead else min(max(sold_at, opened_at), now), is_late)


def _is_late(sold_at: datetime, shift: Row, now: datetime) -> bool:
    """Whether an offline sale was moved to its shift's opening, or arrives later than its till could have sent it.

    `sold_at` is without the device's error, however small: a clock a minute slow dates what it sells behind the last contact.
    """
    if clock.end_of_second(sold_at) < shift["opened_at"] or now - sold_at > WAITS_AT_MOST:
        return True
    arrived_at = presence.sending_since(shift["till_code"], now)
    in_contact_until = sold_at + WAITS_AT_MOST_IN_CONTACT
    if arrived_at <= in_contact_until:
        return False
    heard_until = min(in_contact_until, arrived_at - COMES_BACK_WITHIN)
    return presence.is_heard(shift["till_code"], clock.end_of_second(sold_at), heard_until)


def refunded_at(document: RefundRequest, sold_at: datetime, shift: Row, now: datetime, flags: list[Flag]) -> datetime:
    """When goods came back, never before the shift's opening; one that is dated back without need is flagged as late.

    Raises Invalid unless it lies between the sale and now.
    """
    if document.at is None:
        return now
    device = DeviceClock(now, document.sent_at)
    at = device.correct(document.at)
    if at - now > TOLERANCE or clock.end_of_second(at) < sold_at:
        raise Invalid(("at", N_("Thời điểm này không nằm giữa lúc bán và bây giờ.")))
    exact = document.at - (device.error or timedelta())
    if _is_late(exact, shift, now) if document.offline else now - exact > ONLINE_AT_MOST_AGO:
        flags.append(Flag(FlagCode.LATE))
    opened_at: datetime = shift["opened_at"]
    return min(max(at, sold_at, opened_at), now)


class ArrivalRates:
    """How a late sale would be split and taxed if it had been made when it arrived."""

    def __init__(self, terms: Mapping[str, Sequence[Term]], day: date) -> None:
        """`terms` are those of today, by producer."""
        self._terms = terms
        self._day = day
        self._vat = tax.rates_on(day)

    def differ(self, product: Row, term: Term | None, vat_percent: int | None) -> bool:
        """Whether a product's line is split or taxed otherwise by `term` and `vat_percent`."""
        terms = self._terms.get(product["producer_code"], [])
        now = choose(terms, product["code"], product["product_set"], self._day)
        return self._vat.get(product["vat"]) != vat_percent or _split_of(now) != _split_of(term)


def _split_of(term: Term | None) -> tuple[object, ...] | None:
    if term is None:
        return None
    kept = (term.basis, term.rate_bp, term.owed_per_unit_vnd)
    return *kept, term.discount_bearer, term.commission_base, term.vat_kept_by
