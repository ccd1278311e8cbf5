"""What looks and devices answer."""

from __future__ import annotations

from dataclasses import dataclass

from core.people.choices import Theme, TypeSize
from core.results import TimestampOut
from pos.terminal.choices import Sound


@dataclass(frozen=True, slots=True)
class Look:
    """How every till looks and sounds for a person."""

    theme: Theme
    type_size: TypeSize
    sound: Sound


@dataclass(frozen=True, slots=True)
class DeviceResult:
    """The device that sells at a till. `label` is its browser, `username` and `name` who took it there."""

    till: str
    device: str
    label: str
    username: str
    name: str
    since: TimestampOut
    seen_at: TimestampOut
