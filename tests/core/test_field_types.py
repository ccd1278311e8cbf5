"""Texts, digits and numbers as documents take them."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from flask import Flask

from core.errors import Invalid
from core.values.field_types import BankBin, Note, RequestModel, ShortText
from core.web import validation


class SampleTexts(RequestModel):
    """A request with one field of each kind of text."""

    name: ShortText = "x"
    note: Note | None = None
    bank_bin: BankBin | None = None


def read(app: Flask, **values: Any) -> SampleTexts:
    with app.app_context():
        return validation.read(SampleTexts, values)


@pytest.mark.parametrize("field", ["name", "note"])
def test_a_text_is_counted_as_it_is_recorded(app: Flask, field: str) -> None:
    recorded = "ệ" * 500
    typed = unicodedata.normalize("NFD", recorded)
    assert len(typed) == 1500
    assert getattr(read(app, **{field: typed}), field) == recorded
    with pytest.raises(Invalid):
        read(app, **{field: typed + "ệ"})


def test_lines_of_a_form_are_lines(app: Flask) -> None:
    assert read(app, note="một\r\nhai").note == "một\nhai"
    with pytest.raises(Invalid):
        read(app, note="một\x07hai")
    with pytest.raises(Invalid):
        read(app, note="một\uffffhai")


@pytest.mark.parametrize("field", ["name", "note"])
def test_a_text_is_recorded_with_one_letter_d_and_nothing_invisible(app: Flask, field: str) -> None:
    assert getattr(read(app, **{field: "\u200b\u00d0ông\u200d trùng\ufeff "}), field) == "\u0110ông trùng"


def test_what_no_screen_shows_does_not_count_towards_the_limit(app: Flask) -> None:
    assert read(app, name="\u200b" + "ệ" * 500 + "\u2060 ").name == "ệ" * 500


@pytest.mark.parametrize("unseen", ["\u200b\u2060", "\ufeff", "\u00ad \u3164", "\u2800", "\u0301", "\u202e\u202c"])
def test_a_name_that_shows_nothing_is_an_empty_name(app: Flask, unseen: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(app, name=unseen)
    with app.test_request_context():
        assert refused.value.errors == [{"field": "name", "message": "Chưa điền."}]


@pytest.mark.parametrize("wrong", [5, None, ["x"], "", "   ", "\r\n"])
def test_what_is_no_text_is_refused(app: Flask, wrong: Any) -> None:
    with pytest.raises(Invalid):
        read(app, name=wrong)


def test_only_plain_digits_are_digits(app: Flask) -> None:
    assert read(app, bank_bin="970436").bank_bin == "970436"
    with pytest.raises(Invalid):
        read(app, bank_bin="٩٧٠٤٣٦")


class Lines(RequestModel):
    """A request with lines."""

    lines: list[SampleTexts]


def test_of_a_line_with_thousands_of_unknown_fields_the_beginning_is_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    read_whole: list[object] = []
    validate = Lines.model_validate
    monkeypatch.setattr(Lines, "model_validate", lambda data, **more: (read_whole.append(data), validate(data, **more))[1])
    line = {f"f{n}": 1 for n in range(9_900)}
    with app.app_context(), pytest.raises(Invalid) as refused:
        validation.read(Lines, {"lines": [line]})
    with app.test_request_context("/"):
        fields = [error["field"] for error in refused.value.errors]
    assert fields == [f"lines.0.f{n}" for n in range(validation.MOST_UNKNOWN)]
    assert {"lines": [line]} not in read_whole
