"""Files and answers go out compressed, files under addresses that name their content."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from pos.terminal.shell import page_files
from tests.journeys.inside import Inside
from tests.outlet import ROOT

SHEET = "css/base.css"
UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}


def address(app: Flask) -> str:
    with app.test_request_context("/"):
        from flask import url_for

        return url_for("static", filename=SHEET)


def fetch(app: Flask, path: str, **headers: str) -> TestResponse:
    answer = app.test_client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer.close()
    return answer


@pytest.mark.parametrize(("accepted", "used"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")])
def test_a_file_comes_compressed_and_is_kept_for_good(app: Flask, accepted: str, used: str) -> None:
    answer = fetch(app, address(app), Accept_Encoding=accepted)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, used)
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert UNPACK[used](answer.data) == (ROOT / "static" / SHEET).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = fetch(app, address(app), Accept_Encoding=accepted, If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("end", ["", "?v=000000000000"])
def test_an_address_that_names_other_content_is_asked_for_again(app: Flask, end: str) -> None:
    answer = fetch(app, f"/static/{SHEET}{end}")
    assert answer.headers["Cache-Control"] == "no-cache" and "Content-Encoding" not in answer.headers


def test_the_script_that_a_till_opens_with_is_small(app: Flask) -> None:
    for name, most in ((page_files().script, 60_000), (page_files().seldom, 60_000)):
        answer = fetch(app, f"/static/{name}", Accept_Encoding="br")
        assert UNPACK["br"](answer.data) == (ROOT / "static" / name).read_bytes()
        assert len(answer.data) <= most, f"{name}: {len(answer.data)}"


def test_part_of_a_file_is_not_compressed(app: Flask) -> None:
    answer = fetch(app, address(app), Accept_Encoding="br", Range="bytes=0-9")
    assert (answer.status_code, answer.data) == (206, (ROOT / "static" / SHEET).read_bytes()[:10])


def test_the_catalogue_comes_compressed_and_a_page_never(inside: Inside) -> None:
    shop = inside.shop()
    for _ in range(4):
        shop.stocked()
    client, token = inside.app.test_client(), {"Authorization": f"Bearer {inside.api.token}"}
    plain = client.get(f"/api/v1/catalogue?till={shop.till}", headers=token)
    small = client.get(f"/api/v1/catalogue?till={shop.till}", headers=token | {"Accept-Encoding": "br"})
    assert brotli.decompress(small.data) == plain.data and len(small.data) < len(plain.data) / 2
    page = client.get("/sign-in", headers={"Accept-Encoding": "gzip, br"})
    assert re.search(r"csrf", page.text) and "Content-Encoding" not in page.headers
