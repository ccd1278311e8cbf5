"""Steps of an axis that begins at zero."""

from __future__ import annotations

from dataclasses import dataclass

_LEADS = (10, 20, 25, 50)
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from zero to `top` in `steps` equal steps."""

    step: int
    steps: int

    @property
    def top(self) -> int:
        """The end of the axis."""
        return self.step * self.steps

    @property
    def marks(self) -> list[int]:
        """Where the lines stand, zero first."""
        return [self.step * n for n in range(self.steps + 1)]

    def length(self, value: int, room: float) -> float:
        """How long a value is where the whole axis takes `room`; nothing below zero."""
        return max(0, value) * room / self.top


def scale_to(peak: int) -> Scale:
    """The finest round steps, at most `MOST_STEPS` of them, that reach a peak."""
    peak = max(peak, 1)
    power = 1
    while True:
        for lead in _LEADS:
            if (lead * power) % 10 == 0 and lead * power // 10 * MOST_STEPS >= peak:
                step = lead * power // 10
                return Scale(step, max(1, -(-peak // step)))
        power *= 10
