"""The reviewed pictures of the papers on a roll. `GOLDEN=write pytest tests/paper/slips` makes them anew, to be looked at."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

from core.i18n import in_language
from core.printing.papers import SlipPaper
from core.printing.skins.raster import to_image
from wsgi import AREAS

GOLDEN = Path(__file__).parents[1] / "golden" / "slips"
HEADS = (384, 512, 576, 640)
HEADS_OF = {"vi": HEADS, "en": (384, 576)}
"""English is reviewed on the two usual heads."""
COPIES = {"sale": (0, 2)}
"""The paper whose copy is reviewed, too: each other one has the same line."""


@dataclass(frozen=True)
class Picture:
    """A golden picture: which copy of which paper, in which language, on how wide a head."""

    paper: SlipPaper
    copy: int
    language: str
    head: int

    @property
    def name(self) -> str:
        """Its file."""
        return f"{self.paper.name}{'-copy' if self.copy else ''}-{self.language}-{self.head}.png"

    def difference(self) -> str | None:
        """What tells the paper from its picture, if anything; with GOLDEN=write it is the new picture. Needs an application."""
        with in_language(self.language):
            drawn = to_image(self.paper.example(self.copy).rows, dots=self.head)
        if os.environ.get("GOLDEN") == "write":
            GOLDEN.mkdir(parents=True, exist_ok=True)
            drawn.save(GOLDEN / self.name, "PNG", optimize=True)
        with Image.open(GOLDEN / self.name) as file:
            reviewed = file.convert("1")
        if drawn.size != reviewed.size:
            return f"{self.name} is {drawn.size}, not {reviewed.size}"
        box = ImageChops.logical_xor(drawn, reviewed).getbbox()
        return f"{self.name} looks different in {box}" if box else None


SLIPS = [paper for area in AREAS for paper in area.papers if isinstance(paper, SlipPaper)]
PICTURES = [
    Picture(paper, copy, language, head)
    for paper in SLIPS
    for language, heads in HEADS_OF.items()
    for copy in COPIES.get(paper.name, (0,))
    for head in heads
]
