"""What becomes of a file: upright, small, without its past; and what is refused."""

from __future__ import annotations

import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from core.errors import Invalid
from core.files import apart
from core.files.converting import TILE_BYTES, Refused, convert
from tests.core.files import pictures
from tests.schedule import examples

UPRIGHT = {1: "left", 6: "top", 8: "bottom", 3: "right"}
"""Where the red half of `half_red` is to be seen, by how the telephone was held."""


def is_red(picture: Image.Image, x: float, y: float) -> bool:
    red, _green, blue = picture.convert("RGB").getpixel((int(x * (picture.width - 1)), int(y * (picture.height - 1))))
    return bool(red > 150 and blue < 100)


@pytest.mark.parametrize("turn", UPRIGHT)
def test_a_picture_is_turned_upright(turn: int) -> None:
    converted = convert(pictures.jpeg(turn=turn))
    corners = {"left": ((0, 0), (0, 1)), "right": ((1, 0), (1, 1)), "top": ((0, 0), (1, 0)), "bottom": ((0, 1), (1, 1))}
    assert (converted.width, converted.height) == ((400, 300) if turn in {1, 3} else (300, 400))
    for copy in converted.copies:
        seen = pictures.opened(copy.content)
        assert [side for side, both in corners.items() if all(is_red(seen, *at) for at in both)] == [UPRIGHT[turn]], copy.type


def test_nothing_of_camera_place_or_comment_comes_through() -> None:
    sent = pictures.jpeg(place=True)
    assert b"Acme" in sent and b"Hoa" in sent and pictures.EXIF_GPS in pictures.opened(sent).getexif()
    for copy in convert(sent).copies:
        seen = pictures.opened(copy.content)
        assert not seen.getexif() and not {"exif", "xmp", "comment", "icc_profile"} & seen.info.keys()
        assert b"Acme" not in copy.content and b"Hoa" not in copy.content


def test_three_widths_each_in_the_types_that_browsers_read() -> None:
    copies = convert(pictures.jpeg(pictures.half_red(3000, 2000))).copies
    widths = {(copy.width, copy.type): pictures.opened(copy.content).width for copy in copies}
    assert {(w, t) for w, t in widths if t != "image/avif"} == {
        (w, t) for w in (120, 480, 1280) for t in ("image/webp", "image/jpeg")
    }
    assert all(width == seen for (width, _type), seen in widths.items())
    if features.check("avif"):
        by_type = {copy.type: len(copy.content) for copy in copies if copy.width == 1280}
        assert by_type.get("image/avif", 0) < by_type["image/webp"]


def test_a_small_picture_is_not_made_larger_and_a_tall_one_not_endless() -> None:
    small = convert(pictures.saved(pictures.half_red(40, 30), "PNG")).copies
    assert {pictures.opened(copy.content).size for copy in small} == {(40, 30)}
    tall = convert(pictures.saved(Image.new("RGB", (500, 20_000), "red"), "PNG")).copies
    assert {pictures.opened(copy.content).height for copy in tall} == {240, 960, 2560}


def test_a_tile_of_any_picture_has_at_most_four_thousand_bytes() -> None:
    noise = Image.effect_noise((800, 800), 255).convert("RGB")
    tile = next(c for c in convert(pictures.saved(noise, "PNG")).copies if (c.width, c.type) == (120, "image/webp"))
    assert len(tile.content) <= TILE_BYTES


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK"])
def test_a_picture_of_any_mode_is_seen_on_white(mode: str) -> None:
    picture = Image.new("RGBA", (60, 60), (0, 0, 0, 0)) if mode in {"RGBA", "LA"} else Image.new("RGB", (60, 60), "white")
    if mode == "I;16":
        picture = Image.new("I;16", (60, 60), 65_535)
    elif picture.mode != mode:
        picture = picture.convert(mode)
    for copy in convert(pictures.saved(picture, "JPEG" if mode == "CMYK" else "PNG")).copies:
        assert min(pictures.opened(copy.content).convert("RGB").getpixel((30, 30))) > 240  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "unknown_type"),
        (b"<!doctype html><script>alert(1)</script>", "unknown_type"),
        (b"GIF89a" + bytes(40), "unknown_type"),
        (b"PK\x03\x04" + bytes(40), "unknown_type"),
        (b"\n%PDF-1.4 <script>", "unknown_type"),
        (bytes(4) + b"ftypheic" + bytes(40), "heic"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "unreadable"),
        (b"\x89PNG\r\n\x1a\n<html>", "unreadable"),
        (b"RIFF\x10\x00\x00\x00WEBP<html>", "unreadable"),
        (b"%PDF-1.7 <html><script>alert(1)</script>", "unreadable"),
        (pictures.jpeg()[:2000], "unreadable"),
        (pictures.bomb(), "too_many_pixels"),
        (pictures.animated("PNG"), "animated"),
        (pictures.animated("WEBP"), "animated"),
        (pictures.pdf(password="mat-khau"), "pdf_locked"),
        (pictures.pdf(301), "pdf_too_long"),
        (pictures.pdf(script="app.alert(1)"), "pdf_active"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_or_paper_that_can_be_used_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        convert(content)
    assert refused.value.code == code


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    polyglot = pictures.jpeg() + b"<script>alert(1)</script>PK\x03\x04"
    assert all(b"<script>" not in copy.content for copy in convert(polyglot).copies)


def test_a_paper_stays_as_it_was_sent() -> None:
    paper = pictures.pdf(2)
    (copy,) = convert(paper).copies
    assert (copy.width, copy.type, copy.content) == (0, "application/pdf", paper)


@settings(max_examples=examples(8))
@given(at=st.integers(0, 5000), flip=st.integers(1, 255), kind=st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_a_damaged_picture_is_converted_or_refused_and_nothing_else(at: int, flip: int, kind: str) -> None:
    damaged = bytearray(pictures.saved(pictures.half_red(), kind))
    damaged[at % len(damaged)] ^= flip
    with suppress(Refused):
        assert convert(bytes(damaged)).copies


def test_a_process_of_its_own_does_it_and_may_end_as_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = pictures.jpeg(turn=6)
    assert apart.convert(sent) == convert(sent)
    with pytest.raises(Invalid):
        apart.convert(pictures.bomb())
    for command in (("-c", "import os; os.abort()"), ("-c", "import time; time.sleep(60)"), ("-c", "")):
        monkeypatch.setattr(apart, "_COMMAND", (sys.executable, *command))
        monkeypatch.setattr(apart, "LASTS_S", 0.3)
        with pytest.raises(Invalid) as refused:
            apart.convert(sent)
        assert "hỏng" in refused.value.errors[0]["message"]
