"""The versions of an agreement: where each stands, what it changed, and that the producer agreed to it."""

from __future__ import annotations

from dataclasses import fields, replace

from sqlalchemy import func, insert, select

from core import clock
from core.db import audit, execute, fetch_all
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from suppliers import audit_actions
from suppliers.agreements.models import AgreementConfirmation, AgreementVersion
from suppliers.agreements.reading import read_versions
from suppliers.agreements.requests import ConfirmationRequest
from suppliers.agreements.results import AgreementResult, VersionResult
from suppliers.agreements.standing import VersionTimes, choose_standing, standing_versions, times_of
from suppliers.choices import VersionState


def list_versions(number: str) -> list[VersionResult]:
    """Every version of an agreement, the first one first. Raises NotFound."""
    times = times_of(number)
    if not times:
        raise NotFound(N_("Không có hợp đồng này."))
    says = read_versions([version.id for version in times])
    standing = choose_standing(times, clock.now()).get(number)
    highest = next((version.version for version in times if version.id == standing), 0)
    query = select(AgreementVersion.__table__, AgreementConfirmation.confirmed_by, AgreementConfirmation.note).outerjoin(
        AgreementConfirmation, AgreementConfirmation.version_id == AgreementVersion.id
    )
    rows = {r["id"]: r for r in fetch_all(query.where(AgreementVersion.agreement_number == number))}
    before: AgreementResult | None = None
    versions = []
    for version in times:
        row, agreement = rows[version.id], says[version.id]
        versions.append(
            VersionResult(
                version=version.version,
                state=_state(version, highest),
                from_=version.from_day,
                recorded_at=version.recorded_at,
                recorded_by=row["recorded_by"],
                reason=row["reason"],
                confirmed_at=version.confirmed_at,
                confirmed_by=row["confirmed_by"],
                note=row["note"],
                changed=changed_fields(before, agreement) if before else [],
                agreement=agreement,
            )
        )
        before = agreement
    return versions


def waiting(producer: str | None = None) -> list[str]:
    """The numbers of agreements with a version that waits for its producer's confirmation, in their order; of one or of all."""
    query = (
        select(AgreementVersion.agreement_number, func.max(AgreementVersion.version).label("version"))
        .outerjoin(AgreementConfirmation, AgreementConfirmation.version_id == AgreementVersion.id)
        .where(AgreementVersion.from_day.is_not(None), AgreementConfirmation.version_id.is_(None))
        .group_by(AgreementVersion.agreement_number)
        .order_by(AgreementVersion.agreement_number)
    )
    if producer is not None:
        query = query.where(AgreementVersion.producer_code == producer)
    asked = {r["agreement_number"]: r["version"] for r in fetch_all(query)}
    if not asked:
        return []
    standing = standing_versions(agreements=asked)
    holds = select(AgreementVersion.agreement_number, AgreementVersion.version).where(AgreementVersion.id.in_(standing.values()))
    highest = {r["agreement_number"]: r["version"] for r in fetch_all(holds)}
    return [number for number, version in asked.items() if version > highest.get(number, 0)]


def changed_fields(before: AgreementResult, after: AgreementResult) -> list[str]:
    """The names of the fields in which two versions differ."""
    after = replace(after, version=before.version)
    return [field.name for field in fields(after) if getattr(before, field.name) != getattr(after, field.name)]


def confirm(number: str, version: int, document: ConfirmationRequest, actor: Actor) -> VersionResult:
    """Records that the producer agreed to a version; a manager does so with a note (signed on paper).

    The same confirmation again changes nothing. Raises NotFound, Invalid for a manager without a note, and `closed` for a version
    that was confirmed or that another one has taken the place of.
    """
    versions = list_versions(number)
    chosen = next((one for one in versions if one.version == version), None)
    if chosen is None or actor.producer not in {None, chosen.agreement.producer}:
        raise NotFound(N_("Không có phiên bản này."))
    if actor.producer is None and not document.note:
        raise Invalid(("note", N_("Ghi rõ nhà sản xuất đồng ý bằng cách nào.")))
    if chosen.confirmed_at is not None or chosen.state is VersionState.PAST:
        raise DomainError("closed", N_("Phiên bản này không còn chờ xác nhận."))
    times = times_of(number)[version - 1]
    execute(
        insert(AgreementConfirmation),
        {
            "version_id": times.id,
            "uid": document.uid,
            "confirmed_at": clock.now(),
            "confirmed_by": actor.name,
            "note": document.note,
        },
    )
    audit.note(actor, audit_actions.AGREEMENT_CONFIRMED, number, version=version, note=document.note)
    return list_versions(number)[version - 1]


def _state(version: VersionTimes, highest: int) -> VersionState:
    """Where a version stands; `highest` is the number of the one that holds, 0 while none does."""
    if version.version == highest:
        return VersionState.HOLDS
    if version.version < highest:
        return VersionState.PAST
    return VersionState.WAITING if version.holds_from is None else VersionState.TO_COME
