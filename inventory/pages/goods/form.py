"""What forms of goods share on the server: their description for the page, their rows, buttons without a script, refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from flask import request, url_for
from flask_babel import gettext as _

from core.errors import DomainError
from core.paths import ROOT
from core.web.assets import bundles, script_texts
from core.web.form_parsing import Typed, form_errors, lines
from inventory.finding.results import FoundGoods, FoundGoodsList
from inventory.requests import MOST_LINES

SCRIPT = "js/office/goods/form.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsForm:
    """A form as its page and script know it; the fields but the first two and the last two are addresses.

    `subject` tells drafts of one form and person apart. `given` is `typed` for what was sent and refused, `add` for rows that
    join a draft, else rows that a draft takes the place of.
    """

    name: str
    uid: str
    address: str
    rows: str
    meaning: str
    search: str
    subject: str = ""
    given: str = ""

    @property
    def script(self) -> str:
        """The name under `static/` of the script."""
        return script_file()

    @property
    def read_codes(self) -> str:
        """Where a picture of the camera is read when the browser cannot."""
        return url_for("codes_api.post_frame")

    @property
    def translations(self) -> Mapping[str, str]:
        """The script's sentences in the reader's language."""
        return script_texts.translated(ROOT / "static" / SCRIPT)


@cache
def script_file() -> str:
    """The script of all goods forms, made of its sources when it is missing."""
    return bundles.script("goods", SCRIPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsRow:
    """A row: goods, what stands in its fields, and what is wrong there. `key` makes the ids of its fields."""

    key: str
    goods: FoundGoods
    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    auto: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a form was not written: a sentence, what is wrong by field of the head, and by field of each row."""

    sentence: str = ""
    head: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def of(self, row: int) -> Mapping[str, str]:
        """What is wrong in a row."""
        return self.rows.get(row, {})


def asked_goods() -> list[str]:
    """The goods that an address names, each once."""
    return list(dict.fromkeys(code for code in request.args.getlist("goods") if code))[:MOST_LINES]


def typed_rows(code: str, *names: str) -> list[dict[str, str]]:
    """The rows of the form that was sent: the goods' code, in the field of that name, and the fields of these names."""
    return [row for row in lines(code, *names) if row[code]]


def edited(
    rows: list[dict[str, str]], code: str, find: Callable[[str], FoundGoodsList]
) -> tuple[list[dict[str, str]], FoundGoodsList | None] | None:
    """What a button other than the last one makes of the rows, with what was found where there is a choice; None for the last.

    `find` with the text in `q`, `add` with goods, `drop` with the place of a row. `code` is the field with the goods' code.
    """
    if (place := request.form.get("drop")) is not None:
        return [row for n, row in enumerate(rows) if str(n) != place], None
    if added := request.form.get("add"):
        return [*rows, {code: added}], None
    if "find" not in request.form:
        return None
    found = find(request.form.get("q", ""))
    if found.items and (found.items[0].exact or len(found.items) == 1):
        return [*rows, {code: found.items[0].code}], None
    return rows, found


def refusal(error: DomainError) -> Refusal:
    """What a refused document says, field by field."""
    sentence, errors = form_errors(error)
    head: dict[str, str] = {}
    rows: dict[int, dict[str, str]] = {}
    for name, words in errors.items():
        first, _dot, rest = name.partition(".")
        place, _dot, column = rest.partition(".")
        if first == "lines" and place.isdigit():
            rows.setdefault(int(place), {})[column or "line"] = words
        else:
            head[name] = words
    return Refusal(sentence=sentence, head=head, rows=rows)


def wrong_rows(rows: Sequence[GoodsRow]) -> list[tuple[str, str]]:
    """For the top of a refused form: where a row is wrong, and a sentence that names line and goods."""
    return [
        (f"#row-{row.key}", _("Dòng %(n)s, %(name)s: %(words)s", n=n, name=row.goods.name, words=" ".join(row.errors.values())))
        for n, row in enumerate(rows, 1)
        if row.errors
    ]
