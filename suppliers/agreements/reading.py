"""Agreements as they stand, and what each of their versions says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from core.db import fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from suppliers.agreements.models import (
    Agreement,
    AgreementCharge,
    AgreementPaper,
    AgreementTerm,
    AgreementVersion,
    TermLoss,
)
from suppliers.agreements.results import AgreementResult, ChargeResult, PaperRuleResult, TermResult
from suppliers.agreements.standing import standing_versions
from suppliers.allowances.models import AgreementAllowance, AgreementExpiry
from suppliers.allowances.results import AllowanceResult, OnExpiryResult
from suppliers.choices import (
    AllowancePeriod,
    Basis,
    Bearer,
    ChargePer,
    CommissionBase,
    Cycle,
    ExpiryChoice,
    LossCause,
    PaperKind,
    VatKeeper,
    Visibility,
    WithoutPaper,
)


def is_known(number: str) -> bool:
    """Whether there is an agreement of this number."""
    return fetch_one(select(Agreement.number).where(Agreement.number == number)) is not None


def show(number: str) -> AgreementResult:
    """An agreement as it stands: the version that holds now, or the newest while none does. Raises NotFound."""
    shown = _standing([number])
    if not shown:
        raise NotFound(N_("Không có hợp đồng này."))
    return shown[0]


def list_of(producer: str | None, after: str | None, limit: int) -> list[AgreementResult]:
    """Agreements by number as they stand, of one producer or of all."""
    query = select(Agreement.number).order_by(Agreement.number).limit(limit)
    if producer is not None:
        query = query.where(Agreement.producer_code == producer)
    if after is not None:
        query = query.where(Agreement.number > after)
    return _standing([r["number"] for r in fetch_all(query)])


def newest(number: str) -> AgreementResult:
    """What the newest version of an agreement says, whether it holds or not. Raises NotFound."""
    ids = _newest_versions([number])
    if not ids:
        raise NotFound(N_("Không có hợp đồng này."))
    return read_versions(ids.values())[ids[number]]


def of_version(number: str, version: int) -> AgreementResult:
    """What a version of an agreement says. Raises NotFound."""
    id = _version_id(number, version)
    return read_versions([id])[id]


def recorded(number: str, version: int) -> tuple[datetime, date | None]:
    """When a version was recorded, and from which day it is asked to hold. Raises NotFound."""
    (row,) = fetch_all(select(AgreementVersion.__table__).where(AgreementVersion.id == _version_id(number, version)))
    return row["recorded_at"], row["from_day"]


def _version_id(number: str, version: int) -> int:
    query = select(AgreementVersion.id).where(AgreementVersion.agreement_number == number, AgreementVersion.version == version)
    row = fetch_one(query)
    if row is None:
        raise NotFound(N_("Không có phiên bản này."))
    return int(row["id"])


def _standing(numbers: Collection[str]) -> list[AgreementResult]:
    ids = _newest_versions(numbers) | standing_versions(agreements=numbers)
    return list(read_versions(ids.values()).values())


def _newest_versions(numbers: Collection[str]) -> dict[str, int]:
    """The id of the newest version, by agreement."""
    query = select(Agreement.number, AgreementVersion.id).join(
        AgreementVersion,
        (AgreementVersion.agreement_number == Agreement.number) & (AgreementVersion.version == Agreement.newest_version),
    )
    return {r["number"]: r["id"] for r in fetch_all(query.where(Agreement.number.in_(sorted(numbers))))}


def read_versions(ids: Collection[int]) -> dict[int, AgreementResult]:
    """What versions of agreements say, by the id of the version, in the order of agreements and versions."""
    query = select(AgreementVersion.__table__).where(AgreementVersion.id.in_(sorted(ids)))
    versions = fetch_all(query.order_by(AgreementVersion.agreement_number, AgreementVersion.version))
    terms: dict[int, list[TermResult]] = {version["id"]: [] for version in versions}
    losses: dict[int, dict[LossCause, Bearer]] = defaultdict(lambda: dict.fromkeys(LossCause, Bearer.OUTLET))
    of_versions = select(AgreementTerm.id).where(AgreementTerm.version_id.in_(sorted(terms)))
    for x in fetch_all(select(TermLoss.__table__).where(TermLoss.term_id.in_(of_versions))):
        losses[x["term_id"]][LossCause(x["cause"])] = Bearer(x["bearer"])
    in_order = select(AgreementTerm.__table__).where(AgreementTerm.version_id.in_(sorted(terms)))
    for t in fetch_all(in_order.order_by(AgreementTerm.version_id, AgreementTerm.position)):
        terms[t["version_id"]].append(
            TermResult(
                product=t["product_code"],
                set=t["product_set"],
                basis=Basis(t["basis"]),
                rate_bp=t["rate_bp"],
                owed_per_unit_vnd=t["owed_per_unit_vnd"],
                discount_bearer=Bearer(t["discount_bearer"]),
                loss=losses[t["id"]],
                loss_allowance_bp=t["loss_allowance_bp"],
                commission_base=CommissionBase(t["commission_base"]),
                vat_kept_by=VatKeeper(t["vat_kept_by"]),
            )
        )
    allowances: dict[int, dict[LossCause, AllowanceResult]] = defaultdict(dict)
    for a in fetch_all(select(AgreementAllowance.__table__).where(AgreementAllowance.version_id.in_(sorted(terms)))):
        allowances[a["version_id"]][LossCause(a["cause"])] = AllowanceResult(AllowancePeriod(a["per"]), a["value_vnd"])
    on_expiry = {
        e["version_id"]: OnExpiryResult(e["days"], e["answer_days"], ExpiryChoice(e["choice"]), e["rate_bp"])
        for e in fetch_all(select(AgreementExpiry.__table__).where(AgreementExpiry.version_id.in_(sorted(terms))))
    }
    charges: dict[int, list[ChargeResult]] = defaultdict(list)
    of_charges = select(AgreementCharge.__table__).where(AgreementCharge.version_id.in_(sorted(terms)))
    for c in fetch_all(of_charges.order_by(AgreementCharge.version_id, AgreementCharge.position)):
        charges[c["version_id"]].append(ChargeResult(c["name"], ChargePer(c["per"]), c["amount_vnd"]))
    papers: dict[int, list[PaperRuleResult]] = defaultdict(list)
    of_papers = select(AgreementPaper.__table__).where(AgreementPaper.version_id.in_(sorted(terms)))
    for p in fetch_all(of_papers.order_by(AgreementPaper.version_id, AgreementPaper.kind)):
        papers[p["version_id"]].append(PaperRuleResult(PaperKind(p["kind"]), WithoutPaper(p["without"])))
    return {
        version["id"]: AgreementResult(
            number=version["agreement_number"],
            producer=version["producer_code"],
            starts_on=version["starts_on"],
            ends_on=version["ends_on"],
            terms=terms[version["id"]],
            holding_days=version["holding_days"],
            minimum_payout_vnd=version["minimum_payout_vnd"],
            answer_days=version["answer_days"],
            allowances=allowances[version["id"]],
            on_expiry=on_expiry.get(version["id"]),
            signed_number=version["signed_number"],
            grace_days=version["grace_days"],
            cycle=Cycle(version["cycle"]),
            charges=charges[version["id"]],
            papers=papers[version["id"]],
            visibility=Visibility(version["visibility"]),
            version=version["version"],
        )
        for version in versions
    }
