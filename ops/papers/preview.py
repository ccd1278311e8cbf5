"""`flask papers preview`: every paper in every skin, from example data, to look at before anything is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from core.area import registered
from core.i18n import Language, in_language
from core.printing.devices.choices import HeadDots
from core.printing.devices.settings import PrinterSettings, usual_settings
from core.printing.papers import Paper, Slip, SlipFormat, SlipPaper
from core.printing.skins.files import slip_file

group = AppGroup("papers", help="What is printed.")
HEADS = tuple(PrinterSettings(paper_mm=58 if dots == HeadDots.DOTS_384 else 80, dots=dots) for dots in HeadDots)
USUAL = (usual_settings(58), usual_settings(80))
OF_A_ROLL = (SlipFormat.HTML, SlipFormat.PDF)
"""Made for a roll, whatever the head."""
ENDINGS = {SlipFormat.TEXT: "txt"}
"""How a file's name ends where that is not the format's own name."""


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """A file of the preview."""

    name: str
    content: bytes


def preview(paper: Paper, language: str) -> Iterator[PreviewFile]:
    """A paper's example in each of its files and widths. Needs an application."""
    with in_language(language):
        if isinstance(paper, SlipPaper):
            yield from _slip(paper)
        else:
            for format, make in paper.example.items():
                yield PreviewFile(f"{paper.name}-{format}.{format}", make())


def _slip(paper: SlipPaper) -> Iterator[PreviewFile]:
    """Dots, text and printer jobs of each head; pages and files of each roll; of a copy, what shows that it says so."""
    slip, copy = paper.example(0), paper.example(1)
    for format in SlipFormat:
        for head in USUAL if format in OF_A_ROLL else HEADS:
            yield _file(paper.name, slip, format, head)
    for format in (SlipFormat.TEXT, SlipFormat.PNG):
        for head in USUAL:
            yield _file(f"{paper.name}-copy", copy, format, head)


def _file(name: str, slip: Slip, format: SlipFormat, head: PrinterSettings) -> PreviewFile:
    return PreviewFile(f"{name}-{format}-{head.dots}.{ENDINGS.get(format, format.value)}", slip_file(slip, format, head))


@group.command("preview")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice([language.value for language in Language]), default=Language.VIETNAMESE.value)
def preview_command(directory: Path, language: str) -> None:
    """Writes every paper, from example data, as pictures, pages, files, text and printer jobs into DIRECTORY."""
    count = 0
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with current_app.test_request_context("/"):
            for paper in registered().papers.values():
                for file in preview(paper, language):
                    (directory / file.name).write_bytes(file.content)
                    count += 1
    except OSError as error:
        raise click.ClickException(f"{error.filename or directory}: {error.strerror}") from error
    click.echo(f"{directory}: {count} files")
