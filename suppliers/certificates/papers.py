"""Papers put under their own ids, the whole replaced each time; a producer's own counts once somebody has approved it.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Executable, and_, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from core import clock
from core.area import FileUse
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.files import reading
from core.i18n import N_
from core.people.actor import Actor
from suppliers import audit_actions, products
from suppliers.certificates import spans, stars
from suppliers.certificates.models import ProducerPaper
from suppliers.certificates.requests import PaperApprovalRequest, PaperRefusalRequest, PaperRequest
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperKind, PaperState, ProducerKind
from suppliers.events import PaperDecided
from suppliers.models import Producer, Product
from suppliers.permits import SuppliersPermit

_LOCK = "producer_paper"
_IS_WAITING = ProducerPaper.approved_at.is_(None), ProducerPaper.refused_at.is_(None)
_IS_NEEDED = and_(
    ProducerPaper.approved_at.is_not(None),
    ~exists().where(Product.code == ProducerPaper.product_code, Product.retired),
)
_NOT_REFUSED = {"refused_at": None, "refused_by": None, "refusal": None}


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """Which papers: of a producer and its products, of a product, of a kind, in a state, ending within so many days."""

    producer: str | None = None
    product: str | None = None
    kind: PaperKind | None = None
    state: PaperState | None = None
    ending_within: int | None = None


def put_paper(uid: str, document: PaperRequest, actor: Actor) -> bool:
    """Records a paper; says whether it is new. One that a producer sends waits for its approval.

    One that was refused waits again once it is changed. Raises Invalid for unknown names and files, those of others too,
    NotFound for another producer's paper, and `closed` for a producer that would change one that was approved, and for the
    certificate that a product's master data name.
    """
    advisory_lock(_LOCK)
    owner = _owner(document, actor)
    old = fetch_one(select(ProducerPaper.__table__).where(ProducerPaper.uid == uid))
    if old is not None and actor.producer not in {None, old["producer_code"]}:
        raise _unknown()
    if document.file is not None and (old is None or document.file != old["file_uid"]):
        reading.refuse_unknown("file", [document.file], actor)
    is_certificate = document.kind is PaperKind.OCOP
    last = document.valid_until or (spans.last_day(document.issued_on) if is_certificate else None)
    values = {
        "kind": document.kind,
        "producer_code": owner,
        "product_code": document.product,
        "number": document.number,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
        "valid_until": last,
        "stars": document.stars,
        "file_uid": document.file,
    }
    if old is None:
        now = clock.now()
        row = values | {"uid": uid, "added_at": now, "added_by": actor.name}
        if actor.producer is None:
            row |= {"approved_at": now, "approved_by": actor.name}
        execute(insert(ProducerPaper), row)
        before = None
    else:
        before = _paper(old)
        if all(old[name] == value for name, value in values.items()):
            return False
        if old["is_from_product"]:
            raise DomainError("closed", N_("Giấy này ghi ở trang sản phẩm, hãy sửa ở đó."))
        if actor.producer is not None and old["approved_at"] is not None:
            raise DomainError("closed", N_("Giấy này đã duyệt. Hãy gửi giấy mới."))
        execute(update(ProducerPaper).where(ProducerPaper.uid == uid).values(values | _NOT_REFUSED))
    _show(owner, *([document.product] if old is None else [document.product, old["product_code"]]))
    audit.record_change(actor, audit_actions.PAPER_RECORDED, uid, before, show_paper(uid))
    return old is None


def _owner(document: PaperRequest, actor: Actor) -> str:
    """Whose a paper is. Raises Invalid for what nobody knows, and for another producer's."""
    if document.product is not None:
        row = fetch_one(select(Product.producer_code).where(Product.code == document.product))
        if row is None or actor.producer not in {None, row["producer_code"]}:
            raise Invalid(("product", N_("Không có sản phẩm này.")))
        return str(row["producer_code"])
    query = select(Producer.code).where(Producer.code == document.producer, Producer.kind != ProducerKind.OUTLET)
    if fetch_one(query) is None or actor.producer not in {None, document.producer}:
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))
    return str(document.producer)


def approve(uid: str, _document: PaperApprovalRequest, actor: Actor) -> PaperResult:
    """Says that a paper is what its producer says it is. Raises NotFound, and `closed` for one that was approved or refused."""
    before = _waiting(uid)
    approved = {"approved_at": clock.now(), "approved_by": actor.name}
    execute(update(ProducerPaper).where(ProducerPaper.uid == uid).values(approved))
    _show(before.owner, before.product)
    after = show_paper(uid)
    audit.record_change(actor, audit_actions.PAPER_APPROVED, uid, before, after)
    emit(PaperDecided(after))
    return after


def refuse(uid: str, document: PaperRefusalRequest, actor: Actor) -> PaperResult:
    """Says why a paper does not count. Raises NotFound, and `closed` for one that was approved or refused."""
    before = _waiting(uid)
    refused = {"refused_at": clock.now(), "refused_by": actor.name, "refusal": document.reason}
    execute(update(ProducerPaper).where(ProducerPaper.uid == uid).values(refused))
    after = show_paper(uid)
    audit.record_change(actor, audit_actions.PAPER_REFUSED, uid, before, after)
    emit(PaperDecided(after))
    return after


def _waiting(uid: str) -> PaperResult:
    advisory_lock(_LOCK)
    paper = show_paper(uid)
    if paper.state is PaperState.REFUSED:
        raise DomainError("closed", N_("Giấy này không được duyệt, chờ HTX sửa rồi gửi lại."))
    if paper.state is not PaperState.WAITING:
        raise DomainError("closed", N_("Giấy này đã duyệt."))
    return paper


def _reads(file: str, actor: Actor) -> bool:
    """Whether a paper names the file that this one may see."""
    if not actor.may(SuppliersPermit.PAPERS_READ):
        return False
    query = select(ProducerPaper.id).where(ProducerPaper.file_uid == file)
    if actor.producer is not None:
        query = query.where(ProducerPaper.producer_code == actor.producer)
    return fetch_one(query.limit(1)) is not None


FILE_USE = FileUse(is_public=lambda _file: False, may_read=_reads)


def _show(owner: str, *products_of_paper: str | None) -> None:
    """Makes the stars of a paper's products anew, and tells the tills; what is of no product concerns all of its producer."""
    codes = {code for code in products_of_paper if code}
    stars.refresh(codes)
    if None in products_of_paper:
        codes |= {r["code"] for r in fetch_all(select(Product.code).where(Product.producer_code == owner))}
    if codes:
        products.show_tills_again(codes)


def show_paper(uid: str, producer: str | None = None) -> PaperResult:
    """A paper. Raises NotFound, also for another's than that of `producer`."""
    row = fetch_one(select(ProducerPaper.__table__).where(ProducerPaper.uid == uid))
    if row is None or producer not in {None, row["producer_code"]}:
        raise _unknown()
    return _paper(row)


def list_papers(wanted: PaperFilter, after: int | None, limit: int) -> list[PaperResult]:
    """Papers in the order they were added."""
    query = select(ProducerPaper.__table__).where(*_where(wanted)).order_by(ProducerPaper.id).limit(limit)
    return [_paper(r) for r in fetch_all(query if after is None else query.where(ProducerPaper.id > after))]


def count_papers() -> int:
    """How many papers there are of all kinds, in any state."""
    return _count(select(func.count().label("n")).select_from(ProducerPaper))


def _count(query: Executable) -> int:
    r = fetch_one(query)
    return int(r["n"]) if r is not None else 0


def of_product(product: str, producer: str) -> list[PaperResult]:
    """The approved papers of a product and of its producer, the newest of each kind first."""
    of_goods = or_(
        ProducerPaper.product_code == product,
        and_(ProducerPaper.product_code.is_(None), ProducerPaper.producer_code == producer),
    )
    query = select(ProducerPaper.__table__).where(of_goods, ProducerPaper.approved_at.is_not(None))
    newest = query.order_by(ProducerPaper.kind, ProducerPaper.issued_on.desc(), ProducerPaper.id.desc())
    return [_paper(r) for r in fetch_all(newest)]


def to_renew(wanted: PaperFilter) -> list[PaperResult]:
    """Papers that end or have ended and that no other one takes the place of yet, the most urgent first.

    Those of a product that is no longer sold are left out.
    """
    query = select(ProducerPaper.__table__).where(*_where(wanted), _IS_NEEDED, _is_last())
    return [_paper(r) for r in fetch_all(query.order_by(ProducerPaper.valid_until, ProducerPaper.id))]


def count_to_do(days: int) -> int:
    """How many papers wait for their approval, have ended, or end within so many days and have no successor."""
    ending = and_(ProducerPaper.valid_until <= clock.today() + timedelta(days=days), _IS_NEEDED, _is_last())
    return _count(select(func.count().label("n")).select_from(ProducerPaper).where(or_(and_(*_IS_WAITING), ending)))


def _is_last() -> ColumnElement[bool]:
    """No approved paper of the same kind for the same goods lasts longer."""
    other = aliased(ProducerPaper)
    lasts = or_(other.valid_until.is_(None), other.valid_until > ProducerPaper.valid_until)
    same = other.kind == ProducerPaper.kind, other.producer_code == ProducerPaper.producer_code
    subject = or_(
        other.product_code == ProducerPaper.product_code,
        and_(other.product_code.is_(None), ProducerPaper.product_code.is_(None)),
    )
    return ~exists().where(*same, subject, lasts, other.approved_at.is_not(None))


def _where(wanted: PaperFilter) -> list[ColumnElement[bool]]:
    today = clock.today()
    conditions: list[ColumnElement[bool]] = []
    if wanted.producer is not None:
        conditions.append(ProducerPaper.producer_code == wanted.producer)
    if wanted.product is not None:
        conditions.append(ProducerPaper.product_code == wanted.product)
    if wanted.kind is not None:
        conditions.append(ProducerPaper.kind == wanted.kind)
    if wanted.ending_within is not None:
        last = today + timedelta(days=wanted.ending_within)
        conditions.append(and_(ProducerPaper.valid_until >= today, ProducerPaper.valid_until <= last))
    match wanted.state:
        case PaperState.WAITING:
            conditions += _IS_WAITING
        case PaperState.REFUSED:
            conditions.append(ProducerPaper.refused_at.is_not(None))
        case PaperState.VALID:
            conditions += [ProducerPaper.approved_at.is_not(None), _lasts_until(today)]
        case PaperState.ENDED:
            conditions += [ProducerPaper.approved_at.is_not(None), ProducerPaper.valid_until < today]
    return conditions


def _lasts_until(day: date) -> ColumnElement[bool]:
    return or_(ProducerPaper.valid_until.is_(None), ProducerPaper.valid_until >= day)


def _unknown() -> NotFound:
    return NotFound(N_("Không có giấy tờ này."))


def _paper(r: Row) -> PaperResult:
    today, last = clock.today(), r["valid_until"]
    if r["approved_at"]:
        state = PaperState.VALID if last is None or last >= today else PaperState.ENDED
    else:
        state = PaperState.REFUSED if r["refused_at"] else PaperState.WAITING
    return PaperResult(
        uid=r["uid"],
        kind=PaperKind(r["kind"]),
        producer=None if r["product_code"] else r["producer_code"],
        product=r["product_code"],
        owner=r["producer_code"],
        number=r["number"],
        issuer=r["issuer"],
        issued_on=r["issued_on"],
        valid_until=last,
        stars=r["stars"],
        file=r["file_uid"],
        state=state,
        days_left=(last - today).days if last else None,
        is_from_product=bool(r["is_from_product"]),
        added_by=r["added_by"],
        approved_by=r["approved_by"],
        approved_at=r["approved_at"],
        refused_by=r["refused_by"],
        refused_at=r["refused_at"],
        refusal=r["refusal"],
        id=r["id"],
    )
