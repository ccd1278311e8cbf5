"""Photos in forms of the office without any script: files come along, stay when something else is wrong, and can be taken off."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from core.files import apart, converting
from tests.core.files import pictures
from tests.pages.office import Browser, row_of

FORM = {"name": "Gạo tẻ", "producer": "NSX1", "unit": "kg", "places": "3", "price_vnd": "22.000", "vat": "KCT"}


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_answer", converting.answer)


def photo_of(site: Flask) -> str | None:
    photo: str | None = row_of(site, "SELECT photo FROM product")["photo"]
    return photo


def test_a_products_photo_comes_with_its_form_and_goes_with_it(office: Browser, site: Flask) -> None:
    def send(content: bytes, **change: object) -> tuple[int, str]:
        form = {**FORM, "photo_files": (io.BytesIO(content), "../../evil.svg"), **change}
        answer = office.post("/products/GAO", form, "/products/GAO")
        return answer.status_code, answer.text

    status, page = send(pictures.jpeg(), price_vnd="x")
    kept = row_of(site, "SELECT uid FROM stored_file")["uid"]
    assert status == 422 and f'value="{kept}"' in page and photo_of(site) is None, "a photo that came stays in the form"
    assert send(b"", photo=kept)[0] == 302 and photo_of(site) == kept
    assert f"/api/v1/files/{kept}?width=480" in office.get("/products/GAO").text
    assert send(pictures.jpeg(), photo=kept)[0] == 302 and photo_of(site) == kept, "the same photo again is the same"
    status, page = send(b"<svg onload=alert(1)>", photo=kept)
    assert status == 422 and "Chỉ nhận ảnh JPEG" in page and f'value="{kept}"' in page
    assert send(pictures.saved(pictures.half_red(), "PNG"), photo=kept)[0] == 302 and photo_of(site) not in {kept, None}
    assert send(b"")[0] == 302 and photo_of(site) is None


def test_everybody_sees_the_photo_where_the_drawing_was(office: Browser, site: Flask) -> None:
    stranger = Browser(site, None)
    before = stranger.get("/p/GAO").text
    assert 'class="slot r43 tinted-' in before and 'content="https://ocop.example.vn/drawings/' in before
    form = {**FORM, "photo_files": (io.BytesIO(pictures.jpeg()), "IMG.jpg")}
    assert office.post("/products/GAO", form, "/products/GAO").status_code == 302
    photo = photo_of(site)
    page = stranger.get("/p/GAO").text
    assert f'src="/pictures/{photo}/480.jpg"' in page and 'alt="Gạo tẻ"' in page and "drawn" not in page.partition("</main>")[0]
    assert f'<source type="image/avif" srcset="/pictures/{photo}/480.avif">' in page
    assert f'<meta property="og:image" content="https://ocop.example.vn/pictures/{photo}/1280.jpg">' in page
    assert f'src="/pictures/{photo}/480.jpg"' in stranger.get("/programme").text
    assert f'src="/pictures/{photo}/120"' in office.get("/products").text
    for ending, kind in {"jpg": "image/jpeg", "webp": "image/webp"}.items():
        assert stranger.get(f"/pictures/{photo}/1280.{ending}").mimetype == kind
    assert stranger.get(f"/pictures/{photo}/1280.pdf").status_code == stranger.get(f"/pictures/{photo}/7.jpg").status_code == 404
    seen = stranger.client.get(f"/pictures/{photo}/120", headers={"Accept": "image/webp"})
    assert (seen.status_code, seen.mimetype) == (200, "image/webp") and "Cookie" not in seen.headers["Vary"]
