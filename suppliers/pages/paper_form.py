"""The form of a paper: what was typed, whose it is found by a name or a code, and what is refused at which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from core.db import transaction
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import Actor
from core.text.search_fold import fold
from core.values.uid import new_uid
from core.web import validation
from core.web.figure_fields import whole
from core.web.form_parsing import Typed, UidShape, filled, form_errors, form_text
from core.web.uploads.photos import photos_of_form
from suppliers import producers, products
from suppliers.certificates import papers
from suppliers.certificates.requests import PaperRequest
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperKind

MOST_CHOICES = 2000


@dataclass(frozen=True, slots=True)
class Subject:
    """A producer or a product, as a form offers it: `words` is what stands in the field."""

    words: str
    producer: str | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a form: the id of the paper where it was kept, else what was refused, and what was typed."""

    uid: str | None
    typed: Typed
    errors: Mapping[str, str]
    sentence: str | None = None
    status: int = 200


def subjects() -> list[Subject]:
    """All that a paper may be of, producers first; what is sold by the outlet itself is a product."""
    makers = [Subject(f"{name} ({code})", producer=code) for code, name in producers.producer_names(consigning=True)]
    goods = [
        Subject(f"{p.name} ({p.code})", product=p.code) for p in products.list_products("", None, MOST_CHOICES, retired=False)
    ]
    return [*makers, *goods]


def subject_words(paper: PaperResult) -> str:
    """Whose a paper is, as its field shows it."""
    code = paper.product or paper.owner
    name = products.show_product(code).name if paper.product else producers.show_producer(code).name
    return f"{name} ({code})"


def find_subject(typed: str) -> Subject:
    """What somebody meant by these words: the whole line, a code, or a part of one name alone. Raises Invalid at `of`."""
    known = subjects()
    words = fold(typed)
    if not words:
        raise Invalid(("of", N_("Chưa chọn nhà sản xuất hay sản phẩm.")))
    for fits in (
        [s for s in known if fold(s.words) == words],
        [s for s in known if fold(s.product or s.producer or "") == words],
        [s for s in known if all(word in fold(s.words) for word in words.split())],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise Invalid(("of", N_("Có nhiều tên như vậy. Hãy chọn một dòng trong danh sách.")))
    raise Invalid(("of", N_("Không tìm thấy nhà sản xuất hay sản phẩm này.")))


def typed_of(paper: PaperResult) -> Typed:
    """A paper as the fields of its form."""
    return {
        "uid": paper.uid,
        "of": subject_words(paper),
        "product": paper.product or "",
        "kind": paper.kind,
        "number": paper.number,
        "issuer": paper.issuer,
        "issued_on": paper.issued_on.isoformat(),
        "valid_until": paper.valid_until.isoformat() if paper.valid_until else "",
        "stars": str(paper.stars or ""),
        "file": paper.file or "",
    }


def save(uid: str | None, actor: Actor) -> Saved:
    """Records the paper of the form at hand, under `uid` or the form's own id; a second press changes nothing."""
    files = request.form.getlist("file")[-1:]
    data: dict[str, object] = {}
    try:
        uid = uid or str(validation.read(UidShape, {"uid": request.form.get("uid", "")}).uid)
        files = photos_of_form("file", actor)[-1:]
        data = _data(files)
        document = _read(data, actor)
        known = uid
        transaction(lambda: papers.put_paper(known, document, actor))
    except DomainError as refused:
        sentence, errors = form_errors(refused)
        errors = {_place(name, data, actor): words for name, words in errors.items()}
        typed = {**request.form.to_dict(), "file": "".join(files), "uid": uid or new_uid()}
        return Saved(None, typed, errors, sentence, refused.status)
    return Saved(uid, {}, {})


def _data(files: list[str]) -> dict[str, object]:
    """The document of the form but for whose it is; what must be there is there, if empty."""
    must = {"kind": "", "number": "", "issuer": "", "issued_on": ""}
    typed = {name: form_text(name) for name in (*must, "valid_until")}
    return must | filled({**typed, "stars": whole("stars"), "file": files[0] if files else None})


def _read(data: dict[str, object], actor: Actor) -> PaperRequest:
    """The document, with whose it is. Raises Invalid that names all that is wrong."""
    try:
        data |= _subject(actor)
    except Invalid as wrong:
        nobody = [(e["field"], e["message"]) for e in wrong.errors]
        try:
            validation.read(PaperRequest, data | {"product": "X"})
        except Invalid as more:
            nobody += [(e["field"], e["message"]) for e in more.errors if e["field"] != "body"]
        raise Invalid(*nobody) from None
    return validation.read(PaperRequest, data)


def _place(name: str, data: Mapping[str, object], actor: Actor) -> str:
    """The field of the form where a refusal stands; what concerns two fields stands at the later one."""
    if name == "body":
        is_certificate = data.get("kind") == PaperKind.OCOP
        name = "product" if is_certificate and "product" not in data else "valid_until"
        name = "stars" if "stars" in data and not is_certificate else name
    return "of" if name in {"producer", "product"} and actor.producer is None else name


def _subject(actor: Actor) -> dict[str, str]:
    """Whose the paper of the form is: a producer's person chooses among its own, others search."""
    if actor.producer is not None:
        product = form_text("product")
        return {"product": product} if product else {"producer": actor.producer}
    found = find_subject(request.form.get("of", ""))
    return {"product": found.product} if found.product else {"producer": found.producer or ""}
