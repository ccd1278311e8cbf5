"""Reads a file that somebody sent, in a process of its own, and writes what is kept of it. Imports nothing of the outlet.

`python -m core.files.converting` takes the bytes from its input and answers on its output: a line of JSON, then the copies one
after the other. What cannot be used is refused by a code. A picture is turned upright and drawn anew at three widths, so that
nothing of its file comes through but what is to be seen; a PDF goes through as it is once it could be opened.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 64_000_000
"""A JPEG of a telephone may have so many; it is unpacked at a fraction of its size."""
MOST_UNPACKED_PIXELS = 40_000_000
"""Of pictures that are unpacked whole."""
LEAST_SIDE = 1
MOST_PAGES = 300
TILE_WIDTH, CARD_WIDTH, PAGE_WIDTH = 120, 480, 1280
TILE_BYTES = 4096
"""A tile's picture has at most so many: a till keeps thousands."""
MEMORY_BYTES = 2 << 30
CPU_S = 20
_TYPES = ((b"\xff\xd8\xff", "image/jpeg", "JPEG"), (b"\x89PNG\r\n\x1a\n", "image/png", "PNG"))
_PASSWORD = 4
"""FPDF_ERR_PASSWORD of pdfium."""


class Refused(Exception):
    """The file cannot be used; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Copy:
    """What is kept: of a picture at most so wide, 0 for a paper."""

    width: int
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Converted:
    """What was sent, how large it is upright in pixels (0 for a paper), and what is kept of it."""

    type: str
    width: int
    height: int
    copies: tuple[Copy, ...]


def convert(content: bytes) -> Converted:
    """Raises Refused: `empty`, `unknown_type`, `heic`, `unreadable`, `too_many_pixels`, `animated`, and for a PDF `pdf_locked`,
    `pdf_too_long`, `pdf_active`."""
    if not content:
        raise Refused("empty")
    if content.startswith(b"%PDF-"):
        return _paper(content)
    for magic, name, kind in _TYPES:
        if content.startswith(magic):
            return _picture(content, name, kind)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _picture(content, "image/webp", "WEBP")
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}:
        raise Refused("heic")
    raise Refused("unknown_type")


def _picture(content: bytes, name: str, kind: str) -> Converted:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.MAX_IMAGE_PIXELS = MOST_PIXELS
            with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
                width, height = opened.size
                if width * height > (MOST_PIXELS if kind == "JPEG" else MOST_UNPACKED_PIXELS):
                    raise Refused("too_many_pixels")
                # A telephone puts further pictures behind the first of a JPEG; of the others more than one is a film.
                if kind != "JPEG" and getattr(opened, "n_frames", 1) > 1:
                    raise Refused("animated")
                if kind == "JPEG":
                    opened.draft("RGB", (PAGE_WIDTH * 2, PAGE_WIDTH * 2))
                upright = _upright(opened)
    except Image.DecompressionBombError:
        raise Refused("too_many_pixels") from None
    except MemoryError:
        raise Refused("too_many_pixels") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, TypeError, EOFError, OverflowError):
        raise Refused("unreadable") from None
    if (upright.width < upright.height) != (width < height):
        width, height = height, width
    return Converted(name, width, height, tuple(_copies(upright)))


def _upright(opened: Image.Image) -> Image.Image:
    """The picture as it is to be seen: turned, in the colours of the web, on white, without anything else of its file."""
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(opened)
    if picture.mode.startswith("I"):  # sixteen bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    picture = _in_web_colours(picture)
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        picture = Image.new("RGBA", seen.size, "white")
        picture.alpha_composite(seen)
    picture = picture.convert("RGB")
    picture.info.clear()
    return picture


def _in_web_colours(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture
    from PIL import ImageCms

    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        return changed or picture
    return picture


def _copies(picture: Image.Image) -> list[Copy]:
    from PIL import features

    tile, card, page = (_at_most(picture, width) for width in (TILE_WIDTH, CARD_WIDTH, PAGE_WIDTH))
    copies = [Copy(TILE_WIDTH, "image/webp", _small_enough(tile)), Copy(TILE_WIDTH, "image/jpeg", _saved(tile, "JPEG", 70))]
    for width, drawn in ((CARD_WIDTH, card), (PAGE_WIDTH, page)):
        webp = Copy(width, "image/webp", _saved(drawn, "WEBP", 78))
        copies += [webp, Copy(width, "image/jpeg", _saved(drawn, "JPEG", 82))]
        if features.check("avif"):
            avif = _saved(drawn, "AVIF", 58)
            if len(avif) < len(webp.content):
                copies.append(Copy(width, "image/avif", avif))
    return copies


def _at_most(picture: Image.Image, width: int) -> Image.Image:
    """The picture no wider than this, and no higher than twice as much."""
    from PIL import Image

    scale = min(1.0, width / picture.width, 2 * width / picture.height)
    if scale == 1.0:
        return picture
    size = max(LEAST_SIDE, round(picture.width * scale)), max(LEAST_SIDE, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _small_enough(tile: Image.Image) -> bytes:
    for quality in (72, 60, 48, 36, 24):
        content = _saved(tile, "WEBP", quality)
        if len(content) <= TILE_BYTES:
            return content
    return _saved(tile, "WEBP", 8)


def _saved(picture: Image.Image, kind: str, quality: int) -> bytes:
    out = io.BytesIO()
    if kind == "WEBP":
        picture.save(out, kind, quality=quality, method=4)
    elif kind == "AVIF":
        picture.save(out, kind, quality=quality, speed=8, max_threads=1)
    else:
        picture.save(out, kind, quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _paper(content: bytes) -> Converted:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("pdf_locked" if getattr(error, "err_code", None) == _PASSWORD else "unreadable") from None
    try:
        if not 1 <= len(document) <= MOST_PAGES:
            raise Refused("pdf_too_long" if len(document) else "unreadable")
        is_active = raw.FPDFDoc_GetJavaScriptActionCount(document) > 0
        if is_active or raw.FPDF_GetFormType(document) in {raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND}:
            raise Refused("pdf_active")
        document[0].close()
    except pypdfium2.PdfiumError:
        raise Refused("unreadable") from None
    finally:
        document.close()
    return Converted("application/pdf", 0, 0, (Copy(0, "application/pdf", content),))


def _bound() -> None:
    """Keeps this process from taking more of the machine than a file is worth, and lets the tills go first."""
    if hasattr(os, "nice"):
        os.nice(10)
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        for limit, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_S), (resource.RLIMIT_FSIZE, 0)):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(limit, (most, most))


def answer(content: bytes) -> bytes:
    """What the process answers of a file: a line of JSON, then the copies."""
    try:
        converted = convert(content)
    except Refused as refused:
        return json.dumps({"refused": refused.code}).encode() + b"\n"
    head = {
        "type": converted.type,
        "width": converted.width,
        "height": converted.height,
        "copies": [[copy.width, copy.type, len(copy.content)] for copy in converted.copies],
    }
    return b"\n".join([json.dumps(head).encode(), b"".join(copy.content for copy in converted.copies)])


def main() -> None:
    """Answers one file."""
    _bound()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
