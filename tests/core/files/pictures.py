"""Pictures and papers as telephones, scanners and enemies send them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

EXIF_TURN, EXIF_MAKE, EXIF_GPS = 0x0112, 0x010F, 0x8825


def half_red(width: int = 400, height: int = 300) -> Image.Image:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    return picture


def jpeg(picture: Image.Image | None = None, *, turn: int = 1, place: bool = False) -> bytes:
    """A JPEG as a telephone takes it, held this way, with camera, comment and, if asked, the place."""
    exif = Image.Exif()
    exif[EXIF_TURN], exif[EXIF_MAKE] = turn, "Acme Camera"
    if place:
        exif.get_ifd(EXIF_GPS).update({1: "N", 2: (21.0, 10.0, 44.0), 3: "E", 4: (106.0, 3.0, 9.0)})
    return saved(picture or half_red(), "JPEG", exif=exif, comment=b"Nha chi Hoa", quality=90)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def animated(kind: str) -> bytes:
    """A film of two pictures."""
    return saved(half_red(), kind, save_all=True, append_images=[Image.new("RGB", (400, 300), "green")], duration=100)


def bomb(side: int = 30_000) -> bytes:
    """A PNG of few bytes that unpacks to side × side pixels."""

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(side * (1 + (side + 7) // 8)), 9)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def pdf(pages: int = 1, *, script: str | None = None, password: str | None = None) -> bytes:
    """A paper of so many pages, with a script that runs when it is opened, or locked."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password) if password else None, invariant=1)
    for _ in range(pages):
        canvas.drawString(100, 700, "Phieu kiem nghiem")
        canvas.showPage()
    canvas.save()
    content = out.getvalue()
    if script is not None:
        action = f"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS ({script}) >>] >> >> /Type /Catalog"
        content = content.replace(b"/Type /Catalog", action.encode(), 1)
    return content


def opened(content: bytes) -> Image.Image:
    """A picture that the outlet gave out."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture
