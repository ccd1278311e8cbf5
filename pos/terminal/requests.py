"""The documents of looks and devices."""

from __future__ import annotations

from typing import Annotated

from core.people.choices import Theme, TypeSize
from core.values.field_types import RequestModel, Uid, choice_of
from pos.terminal.choices import Sound


class LookRequest(RequestModel):
    """PUT /me/till-look."""

    theme: Annotated[Theme, choice_of(Theme)]
    type_size: Annotated[TypeSize, choice_of(TypeSize)]
    sound: Annotated[Sound, choice_of(Sound)]


class DeviceRequest(RequestModel):
    """PUT /tills/{code}/device. `device` is an id that the device keeps; `take` takes the till over from another."""

    device: Uid
    take: bool = False
