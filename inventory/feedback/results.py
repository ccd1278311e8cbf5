"""What is read of what visitors said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inventory.choices import FeedbackState


@dataclass(frozen=True, slots=True)
class CaseNote:
    """A note on a case: who wrote what, and when."""

    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A complaint that is followed up; open as long as `closed_at` is None."""

    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    notes: Sequence[CaseNote]

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it yet."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackResult:
    """What a visitor said of a lot. `phone` is whole for managers, masked for other staff, None for everybody else."""

    id: int
    uid: str
    lot: str
    product: str
    name: str
    producer: str
    rating: int
    text: str
    is_complaint: bool
    said_at: datetime
    state: FeedbackState
    phone: str | None
    case: CaseResult | None


@dataclass(frozen=True, slots=True)
class Ratings:
    """What everybody may read of a product: how many spoke, the mean in tenths of a star, and the newest of them."""

    count: int
    mean_tenths: int
    newest: Sequence[FeedbackResult]
