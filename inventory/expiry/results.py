"""What is said of goods near their best-before day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.money import Bp
from core.results import LEFT_OUT_IF_NONE, DayOut, QuantityOut
from inventory.choices import ExpiryProposalState
from suppliers.choices import ExpiryChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryProposal:
    """A lot near its day: what is proposed (`rate_bp` off), until when its producer may answer, and what was chosen.

    `by_agreement`: when nobody answers in time the proposal holds; otherwise silence changes nothing.
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
    state: ExpiryProposalState
    choice: Annotated[ExpiryChoice | None, LEFT_OUT_IF_NONE] = None
    chosen_rate_bp: Annotated[Bp | None, LEFT_OUT_IF_NONE] = None
