"""What tills say of their customer displays."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from core.values.field_types import Amount, AnyQuantity, MasterCode, RequestModel, ShortText, Uid, choice_of
from pos.display.choices import DisplayView

MOST_LINES = 6
"""So many lines are read at a glance from across the counter."""
QrText = Annotated[str, StringConstraints(pattern=r"^[!-~ ]{1,300}$")]
"""What a QR code says: printable ASCII."""


class PairingRequest(RequestModel):
    """PUT /display-pairings/{uid}: the hexadecimal SHA-256 of a code that the till drew by lot and shows."""

    till: MasterCode
    code_digest: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class ShownLineRequest(RequestModel):
    """A line of the cart; `less_vnd` was taken off it, by `offers` among others."""

    name: ShortText
    quantity: AnyQuantity
    unit: ShortText
    less_vnd: Amount = 0
    amount_vnd: Amount
    offers: Annotated[list[ShortText], Field(max_length=3)] = []


class ShownGoodsRequest(RequestModel):
    """What was added last."""

    name: ShortText
    producer: ShortText
    commune: ShortText | None = None
    stars: Literal[3, 4, 5] | None = None
    picture: Annotated[str, StringConstraints(pattern="^[a-z]{1,20}$")] | None = None
    photo: Uid | None = None


class ShownTransferRequest(RequestModel):
    """The transfer that the customer is asked for."""

    payload: QrText
    amount_vnd: Amount
    holder: ShortText | None = None
    account: ShortText
    reference: ShortText


class ShownThanksRequest(RequestModel):
    """The sale that was made; `slip` is what the slip's QR code says, `number` None while the sale waits to be sent."""

    paid_vnd: Amount
    change_vnd: Amount
    number: ShortText | None = None
    slip: QrText
    communes: Annotated[list[ShortText], Field(max_length=4)] = []


class DisplayRequest(RequestModel):
    """PUT /tills/{code}/display: all that a customer may see, and nothing of who they are."""

    view: Annotated[DisplayView, choice_of(DisplayView)]
    lines: Annotated[list[ShownLineRequest], Field(max_length=MOST_LINES)] = []
    earlier_lines: Annotated[int, Field(ge=0, le=1000)] = 0
    added: ShownGoodsRequest | None = None
    pieces: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    less_vnd: Amount = 0
    total_vnd: Amount = 0
    transfer: ShownTransferRequest | None = None
    thanks: ShownThanksRequest | None = None
