"""QR codes as a matrix, and the matrix as picture, SVG or PDF. No `style` attribute anywhere: our pages forbid it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # takes up room in every server; whoever draws loads it
    from PIL import Image


Matrix = tuple[tuple[bool, ...], ...]
Run = tuple[int, int, int]
QUIET = 4
"""Modules of white around a code, as the standard asks."""


class Correction(IntEnum):
    """How much of a code may be lost, in percent: 15 as a rule, 7 where a label leaves no room for more modules."""

    LOW = 7
    MEDIUM = 15


MASK = 2
"""Any of the eight masks can be read; to weigh all of them takes six times as long."""


@lru_cache(maxsize=1024)
def matrix(content: str, correction: Correction = Correction.MEDIUM) -> Matrix:
    """The modules of the smallest code that holds the content, without the white around it."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

    level = ERROR_CORRECT_L if correction is Correction.LOW else ERROR_CORRECT_M
    code = qrcode.QRCode(error_correction=level, border=0, mask_pattern=MASK)
    code.add_data(content)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def runs(modules: Matrix) -> Iterator[Run]:
    """Black runs as (column, row, length): fewer shapes, and no hairlines between modules."""
    for y, row in enumerate(modules):
        start: int | None = None
        for x, black in enumerate((*row, False)):
            if black and start is None:
                start = x
            elif not black and start is not None:
                yield start, y, x - start
                start = None


def svg_path(modules: Matrix, offset: int = 0) -> str:
    """The black modules as the data of one SVG path, one unit per module."""
    return "".join(f"M{x + offset} {y + offset}h{length}v1h-{length}z" for x, y, length in runs(modules))


def svg(content: str, *, label: str, border: int = QUIET) -> str:
    """A QR code as an SVG element; its size is the page's business."""
    modules = matrix(content)
    side = len(modules) + 2 * border
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" '
        f'role="img" aria-label="{escape(label)}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{svg_path(modules, border)}"/></svg>'
    )


def image(content: str, *, module: int, border: int, correction: Correction = Correction.MEDIUM) -> Image.Image:
    """A QR code of one bit per dot, `module` dots per module."""
    from PIL import Image

    modules = matrix(content, correction)
    side = len(modules) + 2 * border
    small = Image.new("1", (side, side), 1)
    for x, y, length in runs(modules):
        for i in range(length):
            small.putpixel((x + i + border, y + border), 0)
    return small.resize((side * module, side * module), Image.Resampling.NEAREST)


def draw_pdf(canvas: Any, content: str, x: float, y: float, size: float, correction: Correction = Correction.MEDIUM) -> None:
    """Draws a QR code into a reportlab canvas as vectors: lower left corner at (x, y), `size` points wide."""
    modules = matrix(content, correction)
    step = size / len(modules)
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.translate(x, y + size)
    canvas.scale(step, -step)
    # Whole figures in one piece of text: reportlab's own shapes take longer than all the rest of a label.
    canvas.addLiteral(" ".join(f"{column} {row} {length} 1 re" for column, row, length in runs(modules)) + " f")
    canvas.restoreState()
