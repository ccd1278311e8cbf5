"""The document of an inspection."""

from __future__ import annotations

from typing import Annotated

from core.values.field_types import Day, MasterCode, Note, RequestModel, ShortText, choice_of
from suppliers.programme.inspections.choices import InspectionOutcome, InspectionSubject


class InspectionRequest(RequestModel):
    """PUT /inspections/{uid}; `by` is who inspected, in words, `note` what they found."""

    producer: MasterCode
    on: Day
    by: ShortText
    subject: Annotated[InspectionSubject, choice_of(InspectionSubject)]
    result: Annotated[InspectionOutcome, choice_of(InspectionOutcome)]
    mend_by: Day | None = None
    note: Note = ""
