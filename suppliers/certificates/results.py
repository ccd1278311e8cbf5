"""What is read of papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.results import DayOut, TimestampOut, UidOut
from suppliers.choices import PaperKind, PaperState


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperResult:
    """A paper as it was put: of `producer` or of `product`; `owner` is whose it is in both cases.

    `days_left` counts to its last day, below 0 once it has passed; None without one. `file` is what was photographed of it.
    `id` counts papers in the order they were added, no part of the JSON.
    """

    uid: UidOut
    kind: PaperKind
    producer: str | None
    product: str | None
    owner: str
    number: str
    issuer: str
    issued_on: DayOut
    valid_until: DayOut | None
    stars: int | None
    file: UidOut | None
    state: PaperState
    days_left: int | None
    is_from_product: bool
    added_by: str
    approved_by: str | None
    approved_at: TimestampOut | None
    refused_by: str | None
    refused_at: TimestampOut | None
    refusal: str | None
    id: Annotated[int, Field(exclude=True)] = 0


@dataclass(frozen=True, slots=True)
class LackingPapers:
    """A product's goods under its agreement, and the papers that it asks for and that are not there or not valid."""

    product: str
    kinds: Sequence[PaperKind]
