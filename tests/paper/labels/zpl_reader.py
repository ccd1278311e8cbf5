"""A small reader of ZPL: labels with their size, copies and picture. Knows the commands that we print, and no other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PIL import Image

_LABEL = re.compile(
    r"\^XA\^PW(?P<width>\d+)\^LL(?P<height>\d+)\^LH0,0\^LS0"
    r"\^FO0,0\^GFA,(?P<sent>\d+),(?P<total>\d+),(?P<row>\d+),(?P<data>[0-9A-Zg-z,:]+)\^FS\^PQ(?P<pieces>\d+),0,0,N\^XZ\n"
)


@dataclass
class ZplLabel:
    """A label, black on white, and how often it is printed."""

    picture: Image.Image
    pieces: int


def read(data: bytes) -> list[ZplLabel]:
    """The labels of a job; raises AssertionError for anything else in it."""
    text, at, labels = data.decode("ascii"), 0, []
    while at < len(text):
        match = _LABEL.match(text, at)
        assert match, f"unknown command at {at}: {text[at : at + 60]!r}"
        width, height, row = int(match["width"]), int(match["height"]), int(match["row"])
        assert int(match["total"]) == row * height and row == -(-width // 8)
        ink = bytes.fromhex(_unpacked(match["data"], row * 2))
        assert len(ink) == row * height, "the picture is cut short"
        picture = Image.frombytes("1", (row * 8, height), bytes(255 - byte for byte in ink)).crop((0, 0, width, height))
        labels.append(ZplLabel(picture, int(match["pieces"])))
        at = match.end()
    return labels


def _unpacked(packed: str, row_digits: int) -> str:
    """G–Y repeat the next digit 1 to 19 times, g–z 20 to 400 times, `,` fills a row with white, `:` repeats a row."""
    digits, times = "", 0
    for letter in packed:
        if "G" <= letter <= "Y":
            times += ord(letter) - ord("F")
        elif "g" <= letter <= "z":
            times += 20 * (ord(letter) - ord("f"))
        elif letter == ":":
            digits += digits[-row_digits:]
        elif letter == ",":
            digits += "0" * (row_digits - len(digits) % row_digits)
        else:
            digits += letter * (times or 1)
            times = 0
    return digits
