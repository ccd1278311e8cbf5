"""What kinds of files there are, and the widths of pictures."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class FileType(StrEnum):
    """What may be sent, by its content type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, not a paper."""
        return self is not FileType.PDF


class CopyType(StrEnum):
    """What is kept and given out, by its content type; of pictures the one a reader likes best first."""

    AVIF = "image/avif"
    WEBP = "image/webp"
    JPEG = "image/jpeg"
    PDF = "application/pdf"

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpg"}.get(self.value, "pdf")


class Width(IntEnum):
    """How wide a picture is at most, in pixels: on a till's tile, on a card, across a page. A narrower one stays as it is."""

    TILE = 120
    CARD = 480
    PAGE = 1280
