"""What is made once, at `make setup`: the fonts of screen and papers, the translations, the till's script and sheet.

`python -m ops.assets`. Nothing here runs while the outlet serves.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontpkg_inter import ROOT as INTER
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from core.paths import GENERATED, ROOT
from core.printing import fonts
from core.web.assets import bundles
from office.site import pages as site
from pos.display import pages as display
from pos.terminal.shell import page_files
from suppliers.portal import pages as portal

INTER_FILE = Path(INTER) / "files" / "Inter[opsz,wght].ttf"
TRANSLATIONS = ROOT / "core" / "translations"

SCREEN_LETTERS = (
    (0x20, 0x7F), (0xA0, 0x180), (0x1A0, 0x1A2), (0x1AF, 0x1B1), (0x300, 0x304), (0x306, 0x307), (0x309, 0x30A), (0x31B, 0x31C),
    (0x323, 0x324), (0x1EA0, 0x1EFA), (0x2010, 0x2027), (0x202F, 0x2031), (0x2032, 0x2034), (0x2039, 0x203B), (0x20AB, 0x20AC),
    (0x2190, 0x2194), (0x2212, 0x2213), (0x2248, 0x2249), (0x2260, 0x2266), (0x25B2, 0x25BD), (0x2605, 0x2607), (0x2713, 0x2718),
)  # fmt: skip
"""Latin with every Vietnamese letter, punctuation, ₫, arrows, signs and ★."""
SCREEN_FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "lnum", "case", "frac")


def is_older(target: Path, *sources: str | Path) -> bool:
    """Whether a file is missing, or was made before one of its sources changed."""
    return not target.exists() or target.stat().st_mtime < max(Path(source).stat().st_mtime for source in sources)


def screen_font(target: Path) -> None:
    """Inter with all its weights and only our letters, as WOFF2; a few dozen kilobytes instead of 850."""
    font = TTFont(INTER_FILE)
    options = subset.Options(flavor="woff2", layout_features=list(SCREEN_FEATURES), hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[letter for start, end in SCREEN_LETTERS for letter in range(start, end)])
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"opsz": 14})  # after the cut: the other way round breaks gvar
    woff2 = io.BytesIO()
    font.flavor = "woff2"
    font.save(woff2)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(woff2.getvalue())


def paper_fonts() -> None:
    """The fonts of the papers, one file for each style: every process that makes a PDF reads them."""
    for style in (fonts.REGULAR, fonts.BOLD, fonts.ITALIC):
        target = fonts.paper_font_file(style)
        if not is_older(target, fonts.__file__, fonts.variable_font_file(style)):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(fonts.make_static_font(style))


def compile_translations() -> None:
    """Compiles each `messages.po` beside itself. Raises on a broken catalogue."""
    for source in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3], abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


def main() -> None:
    """Makes all of it; fonts only when something they are made of has changed."""
    target = GENERATED / "inter.woff2"
    if is_older(target, __file__, INTER_FILE):
        screen_font(target)
    paper_fonts()
    compile_translations()
    till, shown = page_files(), display.page_files()
    bundles.drop_others(till.script, till.seldom, till.styles, shown.script, shown.styles, portal.sheet(), site.sheet())


if __name__ == "__main__":
    main()
