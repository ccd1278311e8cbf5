"""`flask papers preview`: every paper in every skin, to look at; a folder that cannot be written is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from core.area import registered
from core.printing.papers import SheetPaper, SlipPaper
from ops.papers.preview import preview_command
from tests.paper.printer_bytes import read


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_paper_is_there_in_every_skin_and_width(app: Flask, tmp_path: Path, language: str) -> None:
    result = app.test_cli_runner().invoke(preview_command, [str(tmp_path / "papers"), "--language", language])
    assert result.exit_code == 0, result.output
    made = {path.name for path in (tmp_path / "papers").iterdir()}
    assert f"{len(made)} files" in result.output
    with app.app_context():
        papers = registered().papers.values()
    for paper in papers:
        if isinstance(paper, SlipPaper):
            for skin, ending in (("text", "txt"), ("png", "png"), ("escpos", "escpos")):
                assert {f"{paper.name}-{skin}-{dots}.{ending}" for dots in (384, 512, 576, 640)} <= made
            for skin in ("html", "pdf"):
                assert {f"{paper.name}-{skin}-{dots}.{skin}" for dots in (384, 576)} <= made
        elif isinstance(paper, SheetPaper):
            assert {f"{paper.name}-{format}.{format}" for format in paper.example} <= made
    folder = tmp_path / "papers"
    assert ("COPY" if language == "en" else "BẢN IN LẠI") in (folder / "sale-copy-text-576.txt").read_text()
    with Image.open(folder / "sale-png-384.png") as picture:
        assert picture.width > 384
    assert read((folder / "z-report-escpos-576.escpos").read_bytes()).picture.width == 576


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for directory in (tmp_path / "file", tmp_path / "file" / "papers"):
        result = app.test_cli_runner().invoke(preview_command, [str(directory)])
        assert result.exit_code != 0
        assert str(tmp_path / "file") in result.output
        assert "Traceback" not in result.output
