"""Print heads with the weaknesses of cheap ones, byte by byte: what they print of a job is what a shop would see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image


@dataclass
class WeakPrinter:
    """A printer that prints rasters in its own way; whatever it takes for text is garbage on the paper.

    `one_byte_height` reads only the lower byte of a raster's height. `loses_place` forgets a byte after a raster of a multiple of
    24 rows. A printer with a `buffer` has no flow control: what comes before it rests again and does not fit is lost.
    """

    one_byte_height: bool = False
    loses_place: bool = False
    buffer: int | None = None
    rows: list[bytes] = field(default_factory=list)
    garbage: bytearray = field(default_factory=bytearray)

    def take(self, parts: Iterable[bytes]) -> WeakPrinter:
        """Prints what arrives; between two parts there is time to print what is in the buffer."""
        self._print(b"".join(part if self.buffer is None else part[: self.buffer] for part in parts))
        return self

    def _print(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            match data[at : at + 2]:
                case b"\x1b@":
                    at += 2
                case b"\x1bd" | b"\x1dV":
                    at += 3
                case b"\x1dv":
                    width, height = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (4, 6))
                    height %= 256 if self.one_byte_height else 65536
                    at += 8
                    self.rows += [data[at + y * width : at + (y + 1) * width].ljust(width, b"\0") for y in range(height)]
                    at += width * height + (1 if self.loses_place and height % 24 == 0 else 0)
                case _:
                    self.garbage.append(data[at])
                    at += 1

    @property
    def picture(self) -> Image.Image:
        """The rows on the paper, black on white."""
        width = max(map(len, self.rows))
        bits = b"".join(bytes(255 - byte for byte in row.ljust(width, b"\0")) for row in self.rows)
        return Image.frombytes("1", (width * 8, len(self.rows)), bits)


KINDS = {
    "one byte of the height": WeakPrinter(one_byte_height=True),
    "loses its place": WeakPrinter(loses_place=True),
    "both": WeakPrinter(one_byte_height=True, loses_place=True),
}
