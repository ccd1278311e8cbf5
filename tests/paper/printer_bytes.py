"""Decodes the printer commands that our print jobs use."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image


@dataclass
class Job:
    """A decoded job: the pictures printed, the drawers opened, the cuts and the lines fed."""

    strips: list[Image.Image] = field(default_factory=list)
    drawers: list[int] = field(default_factory=list)
    cuts: int = 0
    fed: int = 0

    @property
    def picture(self) -> Image.Image:
        """All strips as one picture, black on white."""
        width = max(strip.width for strip in self.strips)
        whole = Image.new("1", (width, sum(strip.height for strip in self.strips)), 1)
        y = 0
        for strip in self.strips:
            whole.paste(strip, (0, y))
            y += strip.height
        return whole


def read(data: bytes) -> Job:
    """Decodes reset, raster picture, drawer, feed and cut; raises AssertionError for any other command."""
    job, at = Job(), 0
    while at < len(data):
        match data[at : at + 2]:
            case b"\x1b@":
                at += 2
            case b"\x1bp":
                job.drawers.append(data[at + 2])
                at += 5
            case b"\x1bd":
                job.fed += data[at + 2]
                at += 3
            case b"\x1dV":
                job.cuts += 1
                at += 4 if data[at + 2] in (65, 66) else 3
            case b"\x1dv" if data[at + 2 : at + 4] == b"0\x00":
                width = int.from_bytes(data[at + 4 : at + 6], "little")
                height = int.from_bytes(data[at + 6 : at + 8], "little")
                bits = data[at + 8 : at + 8 + width * height]
                assert len(bits) == width * height, "the picture is cut short"
                job.strips.append(Image.frombytes("1", (width * 8, height), bytes(255 - byte for byte in bits)))
                at += 8 + width * height
            case other:
                raise AssertionError(f"unknown command {other!r} at {at}")
    return job
