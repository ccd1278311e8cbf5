"""Slips read by a program that knows nothing of us (tesseract with its Vietnamese letters): at least 99 of 100 characters.

Without tesseract the test is skipped: Debian has it as `tesseract-ocr` and `tesseract-ocr-vie`.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections import defaultdict
from difflib import SequenceMatcher

import pytest
from flask import Flask
from PIL import Image, ImageFilter

from core.i18n import in_language
from core.printing.skins.flow import Flow, QrMark, RuleMark, TextMark, place
from core.printing.skins.raster import paint
from pos.receipts.papers import SALE, Z_REPORT

SCALE, MARGIN = 2, 40
NARROW, WIDE = 384, 576
INK_SPREAD = 1.6
"""How far, in dots of the sheet, a burnt dot reaches into the white beside it, as on paper."""
RIGHT = 0.99


def reads_vietnamese() -> bool:
    """Whether tesseract and its Vietnamese letters are here."""
    if not shutil.which("tesseract"):
        return False
    known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in known.stdout.split()


def written(flow: Flow) -> str:
    """What stands on a slip, line by line, the left part of a line before the right ones, without blanks."""
    lines: dict[int, list[TextMark]] = defaultdict(list)
    for mark in flow.marks:
        if isinstance(mark, TextMark):
            lines[mark.y].append(mark)
    return "".join("".join(m.text for m in sorted(lines[y], key=lambda m: m.x)) for y in sorted(lines))


def letters_alone(flow: Flow) -> Image.Image:
    """The dots of a slip without its rules and codes, larger, as they run on paper, with white around."""
    slip = paint(Flow(flow.width, flow.height, [mark for mark in flow.marks if not isinstance(mark, RuleMark | QrMark)]))
    sheet = Image.new("L", (slip.width * SCALE + 2 * MARGIN, slip.height * SCALE + 2 * MARGIN), 255)
    sheet.paste(slip.convert("L").resize((slip.width * SCALE, slip.height * SCALE), Image.Resampling.LANCZOS), (MARGIN, MARGIN))
    return sheet.filter(ImageFilter.GaussianBlur(INK_SPREAD))


def read(picture: Image.Image) -> str:
    """What tesseract reads."""
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(406, 406))
    command = ["tesseract", "-", "-", "-l", "vie", "--psm", "6"]
    done = subprocess.run(command, input=out.getvalue(), capture_output=True, check=True, env={"OMP_THREAD_LIMIT": "1"})
    return done.stdout.decode()


def letters(text: str) -> str:
    """Letters and figures alone: the reader's Vietnamese has no ×, ₫, · and −, and blanks count for nothing."""
    return "".join(letter for letter in text.replace("×", "x").replace("₫", "đ") if letter.isalnum())


def share_right(wanted: str, got: str) -> float:
    """The share of the wanted characters that stand in their order in what was read."""
    blocks = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


@pytest.mark.skipif(not reads_vietnamese(), reason="no tesseract with Vietnamese letters here to read slips with")
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_another_program_reads_the_slips(app: Flask, width: int) -> None:
    wanted, got = "", ""
    with app.app_context(), in_language("vi"):
        for paper in (SALE, Z_REPORT):
            flow = place(paper.example(0).rows, width)
            wanted += letters(written(flow))
            got += letters(read(letters_alone(flow)))
    assert share_right(wanted, got) >= RIGHT
