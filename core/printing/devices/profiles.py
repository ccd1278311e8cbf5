"""Known models of printers, out of python-escpos' printer database; nothing of it is written down again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from core.printing.devices.choices import CodePageName, CutMode, HeadDots
from core.printing.devices.settings import NARROW_MM, NARROW_ROLL_MM, WIDE_ROLL_MM


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """A model: its head in our widths and its roll, where the database knows them, its knife, its Vietnamese code pages."""

    key: str
    name: str
    dots: HeadDots | None
    paper_mm: int | None
    cut: CutMode
    code_pages: tuple[tuple[CodePageName, int], ...]


class _DatabaseModel(BaseModel, alias_generator=to_camel):
    """A part of the database's file; what we do not read of it is left out."""


class _Features(_DatabaseModel):
    bit_image_raster: bool
    paper_full_cut: bool
    paper_part_cut: bool


class _Width(_DatabaseModel):
    mm: float | str | None = None
    pixels: int | str | None = None


class _Media(_DatabaseModel):
    width: _Width


class _Entry(_DatabaseModel):
    vendor: str
    features: _Features
    media: _Media
    code_pages: dict[int, str]


class _Database(_DatabaseModel):
    profiles: dict[str, _Entry]


@cache
def profiles() -> Mapping[str, PrinterProfile]:
    """The models that print pictures, by their key in the database, in the order of their makers and names.

    The database's generic entries say nothing of a model; they have the code pages of Epson's.
    """
    # The file is read without the package: importing that makes a folder of temporary files each time.
    database = _Database.model_validate_json((files("escpos") / "capabilities.json").read_bytes()).profiles
    models = {key: entry for key, entry in database.items() if entry.features.bit_image_raster and entry.vendor != "Generic"}
    found = [_profile(key, entry) for key, entry in models.items()]
    return {profile.key: profile for profile in sorted(found, key=lambda profile: profile.name.lower())}


@cache
def vietnamese_code_pages() -> tuple[tuple[CodePageName, int], ...]:
    """Every Vietnamese code page with every number that some model calls it."""
    return tuple(sorted({pair for profile in profiles().values() for pair in profile.code_pages}))


def _profile(key: str, entry: _Entry) -> PrinterProfile:
    width, features = entry.media.width, entry.features
    cut = CutMode.PARTIAL if features.paper_part_cut else CutMode.FULL if features.paper_full_cut else CutMode.NONE
    name = key if key.startswith(entry.vendor) else f"{entry.vendor} {key}"
    return PrinterProfile(key, name, _dots(width.pixels), _paper_mm(width.mm), cut, tuple(_pages(entry.code_pages)))


def _dots(pixels: int | str | None) -> HeadDots | None:
    """The widest of our heads that the model's has room for; not every model's is known."""
    return max((dots for dots in HeadDots if dots <= pixels), default=None) if isinstance(pixels, int) else None


def _paper_mm(width_mm: float | str | None) -> int | None:
    if not isinstance(width_mm, float):
        return None
    return NARROW_ROLL_MM if width_mm <= NARROW_MM else WIDE_ROLL_MM


def _pages(code_pages: Mapping[int, str]) -> Iterator[tuple[CodePageName, int]]:
    for number, name in code_pages.items():
        if name == "TCVN-3-1" and code_pages.get(number + 1) == "TCVN-3-2":
            yield CodePageName.TCVN_3, number
        elif name == "CP1258":
            yield CodePageName.CP1258, number
