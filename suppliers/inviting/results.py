"""What is read of invitations and of a producer's people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from core.people.choices import Right
from core.people.results import PersonSummary
from core.people.sessions import SessionInfo
from core.results import LEFT_OUT_IF_NONE, TimestampOut, UidOut
from suppliers.inviting.choices import InvitationState


@dataclass(frozen=True, slots=True)
class InvitationResult:
    """An invitation as it stands. `username` is who opened it, or who is meant where they were known before."""

    uid: UidOut
    producer: str
    name: str
    rights: Sequence[Right]
    state: InvitationState
    username: str | None
    made_at: TimestampOut
    made_by: str
    expires_at: TimestampOut
    opened_at: TimestampOut | None


@dataclass(frozen=True, slots=True)
class InvitationLink:
    """The answer to an invitation: what to hand over, and until when it opens. The link stands in no other answer."""

    uid: UidOut
    producer: str
    name: str
    rights: Sequence[Right]
    expires_at: TimestampOut
    url: Annotated[str | None, LEFT_OUT_IF_NONE] = None


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation as the one who holds its link sees it; `has_pin`: they are known here and have a PIN."""

    uid: str
    name: str
    producer: str
    producer_name: str
    expires_at: TimestampOut
    has_pin: bool


@dataclass(frozen=True, slots=True)
class ProducersPerson:
    """Somebody of a producer, with their rights and the phones that stay signed in."""

    person: PersonSummary
    rights: Sequence[Right]
    phones: Sequence[SessionInfo]
