"""Whose goods may bear which mark, where and on which days.

Source: contract of the outlet, section 15: a mark shows only when its rule and the product's papers allow it. What a product's
papers have to say is stars on that day: a valid `ocop` paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, select
from sqlalchemy.orm import aliased

from core import clock
from core.area import FileUse
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import FieldError, Invalid, NotFound
from core.files import reading
from core.files.choices import FileType
from core.files.models import StoredFile
from core.i18n import N_
from core.people.actor import Actor
from suppliers.audit_actions import MARK_RULE_RECORDED
from suppliers.certificates.models import StarSpan
from suppliers.models import Producer, Product
from suppliers.permits import SuppliersPermit
from suppliers.programme.marks.choices import MarkPlace
from suppliers.programme.marks.models import MarkFile, MarkRule, MarkTarget
from suppliers.programme.marks.requests import MarkRuleRequest
from suppliers.programme.marks.results import MarkRuleResult, ShownMark

_PLACES: dict[MarkPlace, ColumnElement[bool]] = {
    MarkPlace.LABEL: MarkRule.on_label.is_(True),
    MarkPlace.PAGE: MarkRule.on_page.is_(True),
    MarkPlace.PAPER: MarkRule.on_paper.is_(True),
}


def put_rule(code: str, document: MarkRuleRequest, actor: Actor) -> bool:
    """Records a rule as its next version, unless it says what the newest says; says whether the code is new.

    Call it in a transaction. Raises Invalid for producers, products and files that are not known, and where no file is a picture.
    """
    advisory_lock("mark_rule")
    _refuse_unknown(document, actor)
    versions = list_versions(code)
    before = versions[0] if versions else None
    if before is not None and _says(before) == _says_document(document):
        return False
    key = {"code": code, "version": before.version + 1 if before else 1}
    execute(
        insert(MarkRule),
        key
        | {
            "name": document.name,
            "on_label": MarkPlace.LABEL in document.where,
            "on_page": MarkPlace.PAGE in document.where,
            "on_paper": MarkPlace.PAPER in document.where,
            "from_day": document.from_,
            "to_day": document.to,
            "recorded_at": clock.now(),
            "recorded_by": actor.name,
        },
    )
    execute(insert(MarkFile), [key | {"position": n, "file_uid": uid} for n, uid in enumerate(document.files)])
    producers = [{"producer_code": producer, "product_code": None} for producer in document.producers]
    products = [{"producer_code": None, "product_code": product} for product in document.products]
    execute(insert(MarkTarget), [key | {"position": n} | target for n, target in enumerate([*producers, *products])])
    audit.record_change(actor, MARK_RULE_RECORDED, code, before, show_rule(code))
    return before is None


def _says(rule: MarkRuleResult) -> tuple[object, ...]:
    targets = list(rule.producers), list(rule.products)
    return rule.name, list(rule.files), *targets, set(rule.where), rule.from_, rule.to


def _says_document(rule: MarkRuleRequest) -> tuple[object, ...]:
    return rule.name, rule.files, rule.producers, rule.products, set(rule.where), rule.from_, rule.to


def _refuse_unknown(document: MarkRuleRequest, actor: Actor) -> None:
    errors: list[FieldError] = []
    for field, codes, known, sentence in (
        ("producers", document.producers, select(Producer.code), N_("Không có nhà sản xuất này.")),
        ("products", document.products, select(Product.code), N_("Không có sản phẩm này.")),
    ):
        found = {r["code"] for r in fetch_all(known)} if codes else set()
        errors += [(f"{field}.{n}", sentence) for n, code in enumerate(codes) if code not in found]
    if errors:
        raise Invalid(*errors)
    reading.refuse_unknown("files.{}", document.files, actor)
    if not any(reading.find(uid, actor).type.is_picture for uid in document.files):
        raise Invalid(("files", N_("Phải có ít nhất một ảnh của nhãn hiệu.")))


def show_rule(code: str) -> MarkRuleResult:
    """The newest version of a rule. Raises NotFound."""
    versions = list_versions(code)
    if not versions:
        raise NotFound(N_("Không có nhãn hiệu này."))
    return versions[0]


def list_versions(code: str) -> list[MarkRuleResult]:
    """The versions of a rule, the newest first; none of an unknown one."""
    return _results(fetch_all(select(MarkRule.__table__).where(MarkRule.code == code).order_by(MarkRule.version.desc())))


def list_rules(after: str | None = None, limit: int = 1000) -> list[MarkRuleResult]:
    """The newest versions of all rules, by code."""
    return _results(fetch_all(_NEWEST.where(MarkRule.code > (after or "")).order_by(MarkRule.code).limit(limit)))


def may_show(mark: str, product: str, where: MarkPlace, day: date) -> bool:
    """Whether a product may bear a mark somewhere on a day: the rule names it or its producer, and it has stars that day."""
    return any(shown.code == mark for shown in marks_of([product], where, day).get(product, ()))


def marks_of(products: Collection[str], where: MarkPlace, day: date) -> Mapping[str, Sequence[ShownMark]]:
    """The marks that these products may bear somewhere on a day, by product; those with none are left out."""
    if not products:
        return {}
    named = exists().where(
        MarkTarget.code == MarkRule.code,
        MarkTarget.version == MarkRule.version,
        (MarkTarget.product_code == Product.code) | (MarkTarget.producer_code == Product.producer_code),
    )
    starred = exists().where(StarSpan.product_code == Product.code, StarSpan.from_day <= day, StarSpan.until_day >= day)
    query = (
        _NEWEST.add_columns(Product.code.label("product"), _PICTURE.label("file_uid"))
        .join(Product, Product.code.in_(sorted(products)))
        .where(_PLACES[where], MarkRule.from_day <= day, MarkRule.to_day >= day, named, starred)
        .order_by(MarkRule.code)
    )
    found: dict[str, list[ShownMark]] = defaultdict(list)
    for r in fetch_all(query):
        found[r["product"]].append(ShownMark(r["code"], r["version"], r["name"], r["file_uid"]))
    return dict(found)


def _newest() -> Select[*tuple[object, ...]]:
    later = aliased(MarkRule)
    is_newest = MarkRule.version == select(func.max(later.version)).where(later.code == MarkRule.code).scalar_subquery()
    return select(MarkRule.__table__).where(is_newest)


_NEWEST = _newest()
_PICTURE = (
    select(MarkFile.file_uid)
    .join(StoredFile, StoredFile.uid == MarkFile.file_uid)
    .where(MarkFile.code == MarkRule.code, MarkFile.version == MarkRule.version, StoredFile.type != FileType.PDF)
    .order_by(MarkFile.position)
    .limit(1)
    .correlate(MarkRule)
    .scalar_subquery()
)


def _is_public(file: str) -> bool:
    """Whether the newest version of a mark that may stand on pages names a file."""
    in_rule = and_(MarkFile.code == MarkRule.code, MarkFile.version == MarkRule.version, MarkFile.file_uid == file)
    return fetch_one(_NEWEST.where(MarkRule.on_page, exists().where(in_rule)).limit(1)) is not None


def _reads(file: str, actor: Actor) -> bool:
    """Whether a rule names a file that this one may see."""
    if not actor.may(SuppliersPermit.PROGRAMME):
        return False
    return fetch_one(select(MarkFile.code).where(MarkFile.file_uid == file).limit(1)) is not None


FILE_USE = FileUse(is_public=_is_public, may_read=_reads)


def _results(rows: Sequence[Row]) -> list[MarkRuleResult]:
    codes = {r["code"] for r in rows}
    files: dict[tuple[str, int], list[str]] = defaultdict(list)
    for r in fetch_all(select(MarkFile.__table__).where(MarkFile.code.in_(codes)).order_by(MarkFile.position)):
        files[r["code"], r["version"]].append(r["file_uid"])
    targets: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for r in fetch_all(select(MarkTarget.__table__).where(MarkTarget.code.in_(codes)).order_by(MarkTarget.position)):
        targets[r["code"], r["version"]].append(r)
    return [
        MarkRuleResult(
            code=r["code"],
            version=r["version"],
            name=r["name"],
            files=files[r["code"], r["version"]],
            producers=[t["producer_code"] for t in targets[r["code"], r["version"]] if t["producer_code"]],
            products=[t["product_code"] for t in targets[r["code"], r["version"]] if t["product_code"]],
            where=[place for place in MarkPlace if r[f"on_{place.value}"]],
            from_=r["from_day"],
            to=r["to_day"],
            recorded_at=r["recorded_at"],
            recorded_by=r["recorded_by"],
        )
        for r in rows
    ]
