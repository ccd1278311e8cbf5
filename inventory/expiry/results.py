"""What is said of goods near their best-before day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.money import Bp
from core.results import LEFT_OUT_IF_NONE, DayOut, QuantityOut, TimestampOut
from inventory.choices import ExpiryProposalState
from suppliers.choices import ExpiryChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryProposal:
    """A lot near its day: what is proposed (`rate_bp` off), until when its producer may answer, and what was chosen.

    `by_agreement`: when nobody answers in time `silence` holds (`silence_rate_bp` off); otherwise silence changes nothing. It
    differs from what is proposed where the outlet asked for something else, the last time at `asked_at`.
    """

    lot: str
    product: str
    name: str
    unit: str
    producer: str
    best_before: DayOut
    days_left: int
    on_hand: QuantityOut
    proposed: ExpiryChoice
    rate_bp: Annotated[Bp | None, LEFT_OUT_IF_NONE] = None
    answer_by: DayOut
    by_agreement: bool
    silence: Annotated[ExpiryChoice | None, LEFT_OUT_IF_NONE] = None
    silence_rate_bp: Annotated[Bp | None, LEFT_OUT_IF_NONE] = None
    asked_at: Annotated[TimestampOut | None, LEFT_OUT_IF_NONE] = None
    state: ExpiryProposalState
    choice: Annotated[ExpiryChoice | None, LEFT_OUT_IF_NONE] = None
    chosen_rate_bp: Annotated[Bp | None, LEFT_OUT_IF_NONE] = None
    decided_at: Annotated[TimestampOut | None, LEFT_OUT_IF_NONE] = None
