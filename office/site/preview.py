"""The drawing of a product as a picture: what a message shows that names a page of goods without a photo."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageDraw

from office.site.drawings import drawings, tint_of

WIDTH, HEIGHT = 1200, 900
_GRID, _SCALE, _FINER, _STEPS = 56.0, 11.0, 2, 12
_INK = (69, 69, 47)
_COLOURS = {
    "root": ((244, 228, 198), (232, 201, 141)), "grain": ((233, 239, 216), (198, 219, 162)),
    "noodle": ((243, 231, 208), (227, 213, 176)), "jar": ((223, 236, 219), (180, 213, 173)),
    "melon": ((234, 240, 207), (213, 227, 140)), "pot": ((242, 220, 202), (219, 162, 122)),
    "drink": ((229, 238, 242), (169, 203, 219)), "plain": ((239, 237, 230), (213, 208, 194)),
    "gift": ((251, 233, 226), (240, 165, 141)),
}  # fmt: skip
"""Ground and block of a group of goods, as in the light theme."""
_TOKEN = re.compile(r"[MmLlHhVvCcSsAaZz]|-?(?:\d+\.?\d*|\.\d+)")
_COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}
Point = tuple[float, float]


@cache
def drawn(name: str) -> bytes:
    """A drawing as a PNG of 1200 × 900. Raises KeyError for no such drawing."""
    found = drawings()[name]
    ground, block = _COLOURS[tint_of(name)]
    picture = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER), ground)
    pen = ImageDraw.Draw(picture)
    for line in lines(found.block):
        pen.polygon([_placed(point) for point in line], fill=block)
    thick = round(1.5 * _SCALE * _FINER)
    for line in lines(found.line):
        placed = [_placed(point) for point in line]
        pen.line(placed, fill=_INK, width=thick, joint="curve")
        for x, y in (placed[0], placed[-1]):
            pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=_INK)
    written = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
    return written.getvalue()


def _placed(point: Point) -> Point:
    x, y = point
    return (
        (WIDTH / 2 + (x - _GRID / 2) * _SCALE) * _FINER,
        (HEIGHT / 2 + (y - _GRID / 2) * _SCALE) * _FINER,
    )


def lines(path: str) -> list[list[Point]]:
    """An SVG path as lines of points; curves are cut into pieces. PURE."""
    made: list[list[Point]] = []
    at = start = control = (0.0, 0.0)
    for command, numbers in _commands(path):
        near = command.islower()
        kind = command.lower()
        ox, oy = at if near else (0.0, 0.0)
        if kind == "m":
            at = start = (ox + numbers[0], oy + numbers[1])
            made.append([at])
            continue
        if kind == "z":
            made[-1].append(start)
            at = start
            continue
        if kind in "lhv":
            x = ox + numbers[0] if kind != "v" else at[0]
            y = oy + numbers[-1] if kind != "h" else at[1]
            points = [(x, y)]
        elif kind in "cs":
            pairs = [(ox + numbers[i], oy + numbers[i + 1]) for i in range(0, len(numbers), 2)]
            first = pairs.pop(0) if kind == "c" else (2 * at[0] - control[0], 2 * at[1] - control[1])
            points = _curve(at, first, pairs[0], pairs[1])
            control = pairs[0]
        else:
            points = _arc(at, numbers, (ox + numbers[5], oy + numbers[6]))
        made[-1].extend(points)
        at = points[-1]
        if kind not in "cs":
            control = at
    return made


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """The commands of a path with their numbers; numbers beyond a command's own repeat it."""
    tokens: list[str] = _TOKEN.findall(path)
    i = 0
    command = ""
    while i < len(tokens):
        if tokens[i].isalpha():
            command = tokens[i]
            i += 1
        elif command in "Mm":
            command = "L" if command == "M" else "l"
        count = _COUNTS[command.lower()]
        yield command, [float(token) for token in tokens[i : i + count]]
        i += count


def _curve(p0: Point, p1: Point, p2: Point, p3: Point) -> list[Point]:
    def at(t: float) -> Point:
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        return a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0], a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1]

    return [at(n / _STEPS) for n in range(1, _STEPS + 1)]


def _arc(start: Point, numbers: list[float], end: Point) -> list[Point]:
    """An arc of an upright ellipse, by its end points (SVG 2, appendix B.2.4)."""
    rx, ry, large, sweep = abs(numbers[0]), abs(numbers[1]), numbers[3] != 0, numbers[4] != 0
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    grown = math.sqrt(max(1.0, (dx / rx) ** 2 + (dy / ry) ** 2))
    rx, ry = rx * grown, ry * grown
    spread = (rx * dy) ** 2 + (ry * dx) ** 2
    factor = math.sqrt(max(0.0, (rx * ry) ** 2 - spread) / spread) * (-1 if large == sweep else 1)
    cx1, cy1 = factor * rx * dy / ry, -factor * ry * dx / rx
    cx, cy = cx1 + (start[0] + end[0]) / 2, cy1 + (start[1] + end[1]) / 2
    first = math.atan2((dy - cy1) / ry, (dx - cx1) / rx)
    turn = math.atan2((-dy - cy1) / ry, (-dx - cx1) / rx) - first
    if sweep and turn < 0:
        turn += 2 * math.pi
    if not sweep and turn > 0:
        turn -= 2 * math.pi
    steps = _STEPS * 3
    return [
        (cx + rx * math.cos(first + turn * n / steps), cy + ry * math.sin(first + turn * n / steps)) for n in range(1, steps + 1)
    ]
