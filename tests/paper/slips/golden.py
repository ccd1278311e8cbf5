"""The reviewed pictures of the papers on a roll. `python -m tests.paper.slips.golden` makes them anew."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from core.i18n import in_language
from core.printing.papers import SlipPaper
from core.printing.skins.raster import to_image
from wsgi import AREAS, create_app

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

    def draw(self) -> Image.Image:
        """What it is now. Needs an application."""
        with in_language(self.language):
            return to_image(self.paper.example(self.copy).rows, dots=self.head)


SLIPS = [paper for area in AREAS for paper in area.papers if isinstance(paper, SlipPaper)]
PICTURES = [
    Picture(paper, copy, language, head)
    for paper in SLIPS
    for language, heads in HEADS_OF.items()
    for copy in COPIES.get(paper.name, (0,))
    for head in heads
]


def main() -> None:
    """Writes every golden picture, and removes what is left over."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in GOLDEN.glob("*.png"):
        path.unlink()
    with tempfile.TemporaryDirectory() as data:
        app = create_app(OUTLET_DATABASE_URL="sqlite://", OUTLET_DATA_DIR=data, OUTLET_SECRET_KEY="g" * 40)
        with app.app_context():
            for picture in PICTURES:
                picture.draw().save(GOLDEN / picture.name, "PNG", optimize=True)
    print(f"{len(PICTURES)} pictures, {sum(path.stat().st_size for path in GOLDEN.glob('*.png')) // 1000} kB")


if __name__ == "__main__":
    main()
