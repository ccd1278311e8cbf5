"""The document of money received from a producer."""

from __future__ import annotations

from typing import Annotated

from core.values.field_types import MasterCode, Note, PositiveAmount, RequestModel, Uid, choice_of
from suppliers.choices import PayoutMethod


class ProducerPaymentRequest(RequestModel):
    """PUT /producer-payments/{uid}. `shift` is the drawer that cash goes into."""

    producer: MasterCode
    amount_vnd: PositiveAmount
    method: Annotated[PayoutMethod, choice_of(PayoutMethod)]
    reference: Note | None = None
    shift: Uid | None = None
