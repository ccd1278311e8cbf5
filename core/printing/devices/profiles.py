"""Known models of printers, out of python-escpos' printer database; nothing of it is written down again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from core.printing.devices.choices import CodePageName, CutMode, HeadDots

NARROW_ROLL_MM, WIDE_ROLL_MM = 58, 80
_WIDEST_NARROW_MM = 60


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """A model: its head in our widths and its roll, where the database knows them, its knife, its Vietnamese code pages."""

    key: str
    name: str
    dots: HeadDots | None
    paper_mm: int | None
    cut: CutMode
    code_pages: tuple[tuple[CodePageName, int], ...]


@cache
def profiles() -> Mapping[str, PrinterProfile]:
    """The models that print pictures, by their key in the database, in the order of their makers and names.

    The database's generic entries say nothing of a model; they have the code pages of Epson's.
    """
    # The file is read without the package: importing that makes a folder of temporary files each time.
    database = json.loads((files("escpos") / "capabilities.json").read_text())["profiles"]
    found = [
        _profile(key, entry)
        for key, entry in database.items()
        if entry["features"]["bitImageRaster"] and entry["vendor"] != "Generic"
    ]
    return {profile.key: profile for profile in sorted(found, key=lambda profile: profile.name.lower())}


@cache
def vietnamese_code_pages() -> tuple[tuple[CodePageName, int], ...]:
    """Every Vietnamese code page with every number that some model calls it."""
    return tuple(sorted({pair for profile in profiles().values() for pair in profile.code_pages}))


def _profile(key: str, entry: Mapping[str, Any]) -> PrinterProfile:
    media, features = entry["media"]["width"], entry["features"]
    cut = CutMode.PARTIAL if features["paperPartCut"] else CutMode.FULL if features["paperFullCut"] else CutMode.NONE
    maker = entry["vendor"]
    name = key if key.startswith(maker) else f"{maker} {key}"
    return PrinterProfile(
        key, name, _dots(media.get("pixels")), _paper_mm(media.get("mm")), cut, tuple(_pages(entry["codePages"]))
    )


def _dots(pixels: object) -> HeadDots | None:
    """The widest of our heads that the model's has room for."""
    return max((dots for dots in HeadDots if dots <= pixels), default=None) if isinstance(pixels, int) else None


def _paper_mm(width_mm: object) -> int | None:
    if not isinstance(width_mm, int | float):
        return None
    return NARROW_ROLL_MM if width_mm <= _WIDEST_NARROW_MM else WIDE_ROLL_MM


def _pages(code_pages: Mapping[str, str]) -> Iterator[tuple[CodePageName, int]]:
    for number, name in code_pages.items():
        if name == "TCVN-3-1" and code_pages.get(str(int(number) + 1)) == "TCVN-3-2":
            yield CodePageName.TCVN_3, int(number)
        elif name == "CP1258":
            yield CodePageName.CP1258, int(number)
