"""Files of the programme: put under their ids, the whole replaced each time, and their six steps in order.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core import clock
from core.area import FileUse
from core.db import Row, advisory_lock, audit, execute, fetch_one
from core.errors import DomainError, Invalid
from core.files import reading as stored_files
from core.i18n import N_
from core.people.actor import Actor
from suppliers import audit_actions
from suppliers.choices import ProducerKind
from suppliers.models import Producer, Product
from suppliers.permits import SuppliersPermit
from suppliers.programme.councils import councils, scores
from suppliers.programme.councils.models import ProgrammeReversal
from suppliers.programme.councils.scores import ScoreFilter
from suppliers.programme.files.choices import STEPS
from suppliers.programme.files.models import ProgrammeFile, ProgrammeStep
from suppliers.programme.files.owners import of_producer
from suppliers.programme.files.reading import show_file
from suppliers.programme.files.requests import FileRequest, StepRequest
from suppliers.programme.files.results import ProgrammeFileResult
from suppliers.requests import ReversalRequest


def put_file(uid: str, document: FileRequest, actor: Actor) -> bool:
    """Records a file; says whether it is new. An idea keeps its text once its product is named.

    Raises Invalid for unknown names, another producer than the product's, and a product beside another idea than the file's;
    `closed` for another product once a council has scored the file.
    """
    _lock(uid)
    old = fetch_one(select(ProgrammeFile.__table__).where(ProgrammeFile.uid == uid))
    idea = _idea(document, old)
    producer = _idea_producer(document)
    values = {
        "product_code": document.product,
        "idea": idea,
        "producer_code": producer,
        "commune": document.commune or None,
        "year": document.year,
        "priority_group": document.group,
        "aim": document.aim,
        "waits_for": document.waits_for or None,
    }
    if old is None:
        execute(insert(ProgrammeFile), values | {"uid": uid, "added_at": clock.now(), "added_by": actor.name})
        audit.record_change(actor, audit_actions.PROGRAMME_FILE_RECORDED, uid, None, show_file(uid))
        return True
    if all(old[name] == value for name, value in values.items()):
        return False
    if old["product_code"] not in {None, document.product} and scores.list_scores(ScoreFilter(file=uid, standing=True)):
        raise DomainError("closed", N_("Hội đồng đã chấm hồ sơ này cho sản phẩm khác."))
    before = show_file(uid)
    execute(update(ProgrammeFile).where(ProgrammeFile.uid == uid).values(values))
    audit.record_change(actor, audit_actions.PROGRAMME_FILE_RECORDED, uid, before, show_file(uid))
    return False


def _idea(document: FileRequest, old: Row | None) -> str | None:
    """The idea of a file as it stands afterwards. Raises Invalid."""
    kept: str | None = old["idea"] if old is not None else None
    if document.product is None:
        return document.idea
    if document.idea not in {None, kept}:
        raise Invalid(("idea", N_("Hồ sơ là của một sản phẩm hoặc của một ý tưởng, không cả hai.")))
    return kept


def _idea_producer(document: FileRequest) -> str | None:
    """Who had the idea; nobody where a product says whose the file is. Raises Invalid for what nobody knows."""
    if document.product is not None:
        product = fetch_one(select(Product.producer_code).where(Product.code == document.product))
        if product is None:
            raise Invalid(("product", N_("Không có sản phẩm này.")))
        if document.producer not in {None, product["producer_code"]}:
            raise Invalid(("producer", N_("Sản phẩm này là của nhà sản xuất khác.")))
        return None
    if document.producer is not None:
        query = select(Producer.code).where(Producer.code == document.producer, Producer.kind != ProducerKind.OUTLET)
        if fetch_one(query) is None:
            raise Invalid(("producer", N_("Không có nhà sản xuất này.")))
    return document.producer


def record_step(uid: str, step: int, document: StepRequest, actor: Actor) -> ProgrammeFileResult:
    """Records that a file's next step is done.

    Raises NotFound, `step_order` for any other step than the next one, and Invalid for a day to come or before the step before,
    and for an unknown document.
    """
    _lock(uid)
    file = show_file(uid)
    if document.done_on > clock.today():
        raise Invalid(("done_on", N_("Ngày này chưa đến.")))
    if document.document is not None:
        stored_files.refuse_unknown("document", [document.document], actor)
    if step != file.next_step:
        raise _out_of_order(file)
    if file.steps and document.done_on < file.steps[-1].done_on:
        raise Invalid(("done_on", N_("Trước ngày xong bước %(step)s."), {"step": file.steps[-1].step}))
    row = {
        "uid": document.uid,
        "file_uid": uid,
        "step": step,
        "done_on": document.done_on,
        "note": document.note or None,
        "document_uid": document.document,
        "recorded_at": clock.now(),
        "recorded_by": actor.name,
    }
    execute(insert(ProgrammeStep), row)
    audit.note(actor, audit_actions.STEP_DONE, uid, step=step, done_on=document.done_on.isoformat(), document=document.document)
    return show_file(uid)


def revert_step(uid: str, step: int, document: ReversalRequest, actor: Actor) -> ProgrammeFileResult:
    """Takes the last step of a file back, which was recorded by mistake. Raises NotFound, and `step_order` for any other step."""
    _lock(uid)
    file = show_file(uid)
    if not file.steps or file.steps[-1].step != step:
        raise DomainError("step_order", N_("Chỉ hủy được bước cuối cùng đã ghi."))
    execute(insert(ProgrammeReversal), councils.reversal(document, actor) | {"step_uid": file.steps[-1].uid})
    audit.note(actor, audit_actions.STEP_TAKEN_BACK, uid, step=step, reason=document.reason)
    return show_file(uid)


def _out_of_order(file: ProgrammeFileResult) -> DomainError:
    if file.next_step is None:
        return DomainError("step_order", N_("Hồ sơ này đã đủ %(all)s bước."), all=len(STEPS))
    return DomainError("step_order", N_("Bước tiếp theo của hồ sơ này là bước %(step)s."), step=file.next_step)


def _lock(uid: str) -> None:
    advisory_lock(f"programme_file/{uid}")


def _reads(file: str, actor: Actor) -> bool:
    """Whether a step names the stored file of a programme file that this one may see."""
    if not actor.may(SuppliersPermit.PROGRAMME_FILES_READ):
        return False
    query = select(ProgrammeStep.id).where(ProgrammeStep.document_uid == file)
    if actor.producer is not None:
        query = query.where(ProgrammeStep.file_uid.in_(select(ProgrammeFile.uid).where(of_producer(actor.producer))))
    return fetch_one(query.limit(1)) is not None


FILE_USE = FileUse(is_public=lambda _file: False, may_read=_reads)
