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
from core.printing.devices.settings import PrinterSettings
from core.printing.papers import Paper, SlipFormat, SlipPaper
from core.printing.skins.files import slip_file

group = AppGroup("papers", help="What is printed.")
HEADS = tuple(PrinterSettings(paper_mm=58 if dots == HeadDots.DOTS_384 else 80, dots=dots) for dots in HeadDots)
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
    for copy, name in ((0, paper.name), (1, f"{paper.name}-copy")):
        slip = paper.example(copy)
        for format in SlipFormat:
            for head in HEADS:
                ending = ENDINGS.get(format, format.value)
                yield PreviewFile(f"{name}-{format}-{head.dots}.{ending}", slip_file(slip, format, head))


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
