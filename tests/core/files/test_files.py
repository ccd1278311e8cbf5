"""Files over the API: taken once, read by who may, given out so that they do nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.db import db
from core.files import apart, converting, storing
from core.people.permits import Role
from tests.core.files import pictures
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import Answer, uid

YEAR = "max-age=31536000, immutable"


def send(api: InsideApi, content: bytes, name: str | None = None) -> str:
    """Sends a file and returns its id."""
    name = name or uid()
    api.call("PUT", f"/api/v1/files/{name}", raw=content).ok(201)
    return name


def see(api: InsideApi, path: str, accept: str = "image/avif,image/webp,*/*") -> Answer:
    """What a browser gets of an address."""
    return api.call("GET", path, headers={"Accept": accept})


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own for each file has a test of its own, and takes its time."""
    monkeypatch.setattr(apart, "_answer", converting.answer)


@pytest.fixture
def inside(app: Flask) -> Inside:
    return Inside(app)


@pytest.fixture
def sent() -> bytes:
    return pictures.jpeg(turn=6, place=True)


def test_a_file_is_taken_once_under_its_senders_id(each_app: Flask, sent: bytes) -> None:
    api = Inside(each_app).api
    path = f"/api/v1/files/{uid()}"
    first = api.call("PUT", path.upper().replace("/API/V1/FILES", "/api/v1/files"), raw=sent)
    assert first.ok(201) == {"uid": path.rpartition("/")[2], "type": "image/jpeg", "bytes": len(sent)}
    again = api.call("PUT", path, raw=sent)
    assert (again.status, again.body) == (200, first.body)
    other = api.call("PUT", path, raw=pictures.jpeg())
    assert (other.status, other.code) == (409, "uid_reused")
    assert api.get(path, format="json").ok() == first.json
    assert api.get("/api/v1/files").ok()["items"] == [first.json]
    # A refused one leaves its id free.
    free = f"/api/v1/files/{uid()}"
    assert api.call("PUT", free, raw=b"<svg/>").status == 422
    assert api.call("PUT", free, raw=pictures.pdf()).ok(201)["type"] == "application/pdf"


def test_each_kind_is_taken_and_anything_else_is_refused_in_words(inside: Inside) -> None:
    half = pictures.half_red()
    for kind, content in {
        "image/png": pictures.saved(half, "PNG"),
        "image/webp": pictures.saved(half, "WEBP"),
        "application/pdf": pictures.pdf(),
    }.items():
        # Whatever a program calls it: what it is counts.
        answer = inside.api.call("PUT", f"/api/v1/files/{uid()}", raw=content, headers={"Content-Type": "text/html"})
        assert answer.ok(201)["type"] == kind
    for content in (b"", b"GIF89a", pictures.bomb(), pictures.animated("PNG"), pictures.pdf(script="app.alert(1)")):
        refused = inside.api.call("PUT", f"/api/v1/files/{uid()}", raw=content)
        assert (refused.status, [e["field"] for e in refused.json["errors"]]) == (422, ["file"])
    too_large = inside.api.call("PUT", f"/api/v1/files/{uid()}", raw=bytes(storing.MOST_BYTES + 1))
    assert (too_large.status, too_large.code) == (413, "too_large")
    assert inside.api.call("PUT", "/api/v1/files/mine", raw=pictures.jpeg()).status == 422


def test_a_reader_gets_the_type_and_the_width_it_asks_for(inside: Inside, sent: bytes) -> None:
    path = f"/api/v1/files/{send(inside.api, sent)}"
    for accept, kinds in {
        "image/avif,image/webp,*/*": {"image/avif", "image/webp"},
        "image/webp,image/*": {"image/webp"},
        "*/*": {"image/jpeg"},
        "application/json": {"image/jpeg"},
    }.items():
        answer = see(inside.api, path, accept)
        assert answer.headers["content-type"] in kinds
        assert pictures.opened(answer.body).size == (300, 400), "upright"
        assert (answer.headers["vary"], answer.headers["cache-control"]) == ("Accept, Cookie", f"private, {YEAR}")
        assert answer.headers["x-content-type-options"] == "nosniff" and "sandbox" in answer.headers["content-security-policy"]
    assert pictures.opened(see(inside.api, f"{path}?width=120").body).width == 120
    assert inside.api.get(path, width="90").status == 422
    known = see(inside.api, path)
    headers = {"Accept": "image/avif,image/webp", "If-None-Match": known.headers["etag"]}
    assert inside.api.call("GET", path, headers=headers).status == 304


def test_a_paper_is_kept_aside_and_not_shown(inside: Inside) -> None:
    answer = see(inside.api, f"/api/v1/files/{send(inside.api, pictures.pdf())}")
    assert answer.body == pictures.pdf()
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/pdf" and answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; sandbox")


def goods(shop: TimedShop, photos: Mapping[str, list[str]]) -> tuple[str, str]:
    """A producer whose delivery and loss name photos; returns its code and the product's."""
    producer = shop.producer()
    product = shop.product(producer)
    shop.agreement(producer)
    shop.deliver(producer, {"product": product, "quantity": "9", "lot": f"L-{product}"}, photos=photos.get("delivery", []))
    line = {"lot": f"L-{product}", "quantity": "1", "cause": "damage"}
    shop.api.put(f"/api/v1/losses/{uid()}", {"place": shop.place, "lines": [line], "photos": photos.get("loss", [])}).ok(201)
    return producer, product


def test_who_reads_a_document_reads_its_photos(inside: Inside, sent: bytes) -> None:
    shop = inside.shop()
    photos = {"delivery": [send(inside.api, sent)], "loss": [send(inside.api, pictures.jpeg()), send(inside.api, sent)]}
    producer, _product = goods(shop, photos)
    other, _ = goods(shop, {})
    lone = send(inside.api, sent)
    readers = {
        "storekeeper": (inside.as_role(Role.STOREKEEPER), True),
        "its producer": (inside.as_role(Role.PRODUCER, producer), True),
        "another producer": (inside.as_role(Role.PRODUCER, other), False),
        "cashier": (inside.as_role(Role.CASHIER), False),
        "officer": (inside.as_role(Role.OFFICER), False),
    }
    for name, (api, may) in readers.items():
        for photo in (*photos["delivery"], *photos["loss"]):
            assert see(api, f"/api/v1/files/{photo}").status == (200 if may else 404), name
            assert see(api, f"/pictures/{photo}/480").status == 404, "goods are nobody else's business"
        assert see(api, f"/api/v1/files/{lone}").status == 404, name
        assert api.get("/api/v1/files").ok()["items"] == []
    assert see(inside.api.as_(None), f"/api/v1/files/{lone}").status == 401
    shown = inside.api.get("/api/v1/losses", producer=producer).ok()["items"][0]
    assert shown["photos"] == photos["loss"]
    assert readers["its producer"][0].get("/api/v1/deliveries").ok()["items"][0]["photos"] == photos["delivery"]
    assert inside.gaps() == []


def test_who_sent_a_file_reads_it_and_others_cannot_name_it(inside: Inside, sent: bytes) -> None:
    shop = inside.shop()
    producer, _ = goods(shop, {})
    own, other = inside.as_role(Role.PRODUCER, producer), inside.as_role(Role.PRODUCER, goods(shop, {})[0])
    photo = send(own, sent)
    assert see(own, f"/api/v1/files/{photo}").status == 200
    assert [file["uid"] for file in own.get("/api/v1/files").ok()["items"]] == [photo]
    assert see(other, f"/api/v1/files/{photo}").status == 404
    assert other.get("/api/v1/files").ok()["items"] == []
    keeper = inside.as_role(Role.STOREKEEPER)
    body = {"producer": producer, "place": shop.place, "delivered_on": "2026-01-01", "lines": [], "photos": [photo]}
    body["lines"] = [{"product": shop.product(producer), "quantity": "1"}]
    refused = keeper.put(f"/api/v1/deliveries/{uid()}", body)
    assert refused.status == 422 and refused.json["errors"][0]["field"] == "photos.0"
    assert other.call("PUT", f"/api/v1/files/{photo}", raw=pictures.jpeg()).code == "uid_reused"


def put_photo(inside: Inside, code: str, photo: str | None) -> Answer:
    present: dict[str, Any] = inside.api.get(f"/api/v1/products/{code}").ok()
    return inside.api.put(f"/api/v1/products/{code}", {**present, "photo": photo})


def test_a_products_photo_is_for_everybody_while_it_is_the_products(inside: Inside, sent: bytes) -> None:
    shop = inside.shop()
    product, photo, stranger = shop.product(shop.producer()), send(inside.api, sent), inside.api.as_(None)
    assert see(stranger, f"/pictures/{photo}/480").status == 404
    assert put_photo(inside, product, photo).ok(200)["photo"] == photo
    for width in (120, 480, 1280):
        answer = see(stranger, f"/pictures/{photo}/{width}", "image/webp")
        assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
        assert (answer.headers["cache-control"], answer.headers["vary"]) == (f"public, {YEAR}", "Accept")
        assert "set-cookie" not in answer.headers
    assert see(inside.as_role(Role.OFFICER), f"/api/v1/files/{photo}").status == 200
    for wrong in (f"/pictures/{photo}/90", f"/pictures/{uid()}/480", "/pictures/x/480", f"/pictures/{photo}/999999999999"):
        assert see(stranger, wrong).status == 404
    assert put_photo(inside, product, None).ok(200)["photo"] is None
    assert see(stranger, f"/pictures/{photo}/480").status == 404
    for wrong in (uid(), send(inside.api, pictures.pdf())):
        refused = put_photo(inside, product, wrong)
        assert refused.status == 422 and refused.json["errors"][0]["field"] == "photo"


def test_one_who_sends_too_much_waits_until_tomorrow(inside: Inside, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "MOST_FILES_A_DAY", 1)
    send(inside.api, sent)
    refused = inside.api.call("PUT", f"/api/v1/files/{uid()}", raw=sent)
    assert (refused.status, refused.code) == (429, "too_many_files")
    assert send(inside.as_role(Role.STOREKEEPER), sent)


def test_the_books_name_a_file_that_is_gone_or_cut(inside: Inside, sent: bytes) -> None:
    photo = send(inside.api, sent)
    assert inside.gaps() == []
    first, second, *_ = sorted((Path(inside.app.config["DATA_DIR"]) / "uploads").rglob("*.*"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    gaps = "\n".join(inside.gaps())
    assert f"files/{photo}" in gaps and f"{first.name} is gone" in gaps and f"{second.name} has" in gaps
    for path in (Path(inside.app.config["DATA_DIR"]) / "uploads").rglob("*.*"):
        path.unlink()
    db.session.rollback()
    assert see(inside.api, f"/api/v1/files/{photo}").status == 404
