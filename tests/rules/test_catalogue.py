"""Every sentence of the program has its English, with the same placeholders, and the catalogue has no unused sentence."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "core" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


@cache
def extracted() -> dict[str, str]:
    """Each message id as `pybabel extract -F babel.cfg` finds it, with the place it was first seen."""
    with (ROOT / "babel.cfg").open() as text:
        methods, options = parse_mapping_cfg(text)  # type: ignore[no-untyped-call]
    heads = {pattern.split("/")[0].split("*")[0] for pattern, _method in methods}

    def ours(folder: str) -> bool:
        path = Path(folder)
        return path == ROOT or path.relative_to(ROOT).parts[0] in heads

    places: dict[str, str] = {}
    for name, line, message_id, _comments, context in extract_from_dir(str(ROOT), methods, options, directory_filter=ours):
        assert isinstance(message_id, str), f"{name}:{line} uses plural forms, which this catalogue does not"
        assert context is None, f"{name}:{line} gives a context, which this catalogue does not keep"
        places.setdefault(message_id, f"{name}:{line}")
    return places


@cache
def catalogue() -> Catalog:
    """The English catalogue as it is in the repository."""
    with ENGLISH.open("rb") as text:
        return read_po(text, locale="en", abort_invalid=True)


def english() -> dict[str, str]:
    """Each message id of the catalogue with its English, the header left out."""
    return {str(message.id): str(message.string or "") for message in catalogue() if message.id}


def test_extraction_reaches_every_kind_of_source() -> None:
    places = {place.split("/")[0] for place in extracted().values()}
    assert places >= {"core", "suppliers", "inventory", "pos", "static", "templates"}


def test_every_sentence_has_its_english() -> None:
    known = english()
    missing = [f"{place} {message_id!r}" for message_id, place in extracted().items() if not known.get(message_id, "").strip()]
    assert not missing, "no English in core/translations/en:\n" + "\n".join(missing)


def test_english_keeps_the_placeholders() -> None:
    wrong = [
        f"{message_id!r} -> {translation!r}" for message_id, translation in english().items()
        if Counter(PLACEHOLDER.findall(message_id)) != Counter(PLACEHOLDER.findall(translation))
    ]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def test_english_is_english() -> None:
    wrong = [
        f"{message_id!r} -> {translation!r}" for message_id, translation in english().items() if VIETNAMESE.search(translation)
    ]
    assert not wrong, "Vietnamese letters in the English:\n" + "\n".join(wrong)


def test_the_catalogue_keeps_nothing_else() -> None:
    gone = [message_id for message_id in english() if message_id not in extracted()]
    assert not gone, "no code uses these any more:\n" + "\n".join(gone)
    assert not catalogue().obsolete, "entries marked #~"
    assert not [message.id for message in catalogue() if message.id and message.fuzzy], "entries marked fuzzy"


def test_a_sentence_stands_once_in_the_catalogue() -> None:
    """Of two the first counts, and a change of the other one does nothing."""
    entries = Counter(re.findall(r"^msgid ((?:\".*\"\n)+)", ENGLISH.read_text("utf-8"), re.MULTILINE))
    assert [entry for entry, times in entries.items() if times > 1] == []
