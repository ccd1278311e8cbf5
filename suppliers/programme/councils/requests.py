"""The documents that the verbs about councils and scores take."""

from __future__ import annotations

from typing import Annotated

from core.values.field_types import Day, Note, RequestModel, ShortText, Uid, choice_of
from suppliers.programme.councils.choices import CouncilLevel
from suppliers.programme.councils.points import Points


class CouncilRequest(RequestModel):
    """PUT /programme/councils/{uid}: a council and the decision that sets it up."""

    level: Annotated[CouncilLevel, choice_of(CouncilLevel)]
    name: ShortText
    decision: ShortText
    on: Day


class ReasonsRequest(RequestModel):
    """Why the parts of a score have the points they have."""

    a: Note | None = None
    b: Note | None = None
    c: Note | None = None


class SelfScoreRequest(RequestModel):
    """PUT /programme/files/{uid}/self-score: what the producer itself thinks."""

    a: Points
    b: Points
    c: Points
    on: Day
    reasons: ReasonsRequest = ReasonsRequest()


class ScoreRequest(SelfScoreRequest):
    """PUT /programme/scores/{uid}: a council's points."""

    file: Uid
    council: Uid
