"""A producer's agreements as it reads them: what it gets of a sale, and what a new version changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core import clock
from core.i18n import gettext as _
from core.money import Vnd, share_of
from core.text.formats import day, rate, vnd
from core.text.labels import say
from suppliers import products
from suppliers.agreements import reading, versions
from suppliers.agreements.results import AgreementResult, TermResult, VersionResult
from suppliers.choices import Basis, Bearer, CommissionBase, LossCause, VersionState

EXAMPLE_VND = 100_000
"""A sale that terms are shown by."""
DISCOUNT_VND = 1_000
MOST = 100


@dataclass(frozen=True, slots=True)
class Share:
    """What a term leaves the producer of a sale of `EXAMPLE_VND`; a fixed price has only its sentence."""

    scope: str
    sentence: str
    owed_vnd: Vnd | None
    rate: str | None

    @property
    def kept_vnd(self) -> Vnd:
        """What the outlet keeps of it."""
        return Vnd(EXAMPLE_VND - (self.owed_vnd or 0))


@dataclass(frozen=True, slots=True)
class Change:
    """What a version says otherwise than the one before it; None where it said or says nothing."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version of an agreement that waits for the producer, and what it changes."""

    version: VersionResult
    changes: Sequence[Change]

    @property
    def number(self) -> str:
        """The agreement's number."""
        return self.version.agreement.number

    @property
    def from_day(self) -> date:
        """From which day it is asked to hold."""
        return self.version.from_ or clock.day_of(self.version.recorded_at)


def own_agreements(producer: str) -> list[AgreementResult]:
    """A producer's agreements, those in force first."""
    today = clock.today()
    return sorted(reading.list_of(producer, None, MOST), key=lambda agreement: agreement.ended_before(today))


def waiting_of(producer: str) -> list[Waiting]:
    """The versions that wait for the producer's confirmation, by agreement."""
    return [waiting for number in versions.waiting(producer) for waiting in waiting_versions(number)]


def waiting_versions(number: str) -> list[Waiting]:
    """The versions of an agreement that wait, with what each changes against the one that holds."""
    return [
        Waiting(version, changes_of(version, found))
        for found in [versions.list_versions(number)]
        for version in found
        if version.state is VersionState.WAITING
    ]


def changes_of(version: VersionResult, among: Sequence[VersionResult]) -> list[Change]:
    """What a version says otherwise than the version before it, or than the one that holds while it waits."""
    earlier = [one for one in among if one.version < version.version]
    if not earlier:
        return []
    holding = [one for one in earlier if one.state is VersionState.HOLDS]
    before = (holding or earlier)[-1] if version.state is VersionState.WAITING else earlier[-1]
    return _changes(before.agreement, version.agreement)


def _changes(before: AgreementResult, after: AgreementResult) -> list[Change]:
    names = {code: name for code, (name, _unit) in products.product_names(after.producer).items()}
    was, now = ({_scope(term, names): _share(term) for term in terms} for terms in (before.terms, after.terms))
    changes = [Change(scope, was.get(scope), now.get(scope)) for scope in {**was, **now} if was.get(scope) != now.get(scope)]
    for what, old, new in (
        (_("Từ ngày"), day(before.starts_on), day(after.starts_on)),
        (_("Đến ngày"), day(before.ends_on) or _("không thời hạn"), day(after.ends_on) or _("không thời hạn")),
        (_("Giữ tiền hàng vừa bán"), _days(before.holding_days), _days(after.holding_days)),
        (_("Chi trả tối thiểu"), vnd(before.minimum_payout_vnd), vnd(after.minimum_payout_vnd)),
        (_("Thời gian trả lời"), _days(before.answer_days), _days(after.answer_days)),
        (_("Chốt"), say(before.cycle, "cycle"), say(after.cycle, "cycle")),
        (_("Giao thêm sau ngày hết hạn"), _days(before.grace_days), _days(after.grace_days)),
        (_("HTX xem được"), say(before.visibility, "visibility"), say(after.visibility, "visibility")),
        (_("Số ghi trên giấy"), before.signed_number, after.signed_number),
    ):
        if old != new:
            changes.append(Change(what, old, new))
    told = {"terms", "starts_on", "ends_on", "holding_days", "minimum_payout_vnd", "answer_days", "cycle", "grace_days"}
    others = set(versions.changed_fields(before, after)) - told - {"visibility", "signed_number", "version"}
    has_other_terms = before.terms != after.terms and was == now
    if others or has_other_terms:
        changes.append(Change(_("Điều khoản khác: xem ở dưới"), None, None))
    return changes


def _days(days: int) -> str:
    return _("%(n)s ngày", n=days)


def _scope(term: TermResult, names: Mapping[str, str]) -> str:
    if term.product is not None:
        return names.get(term.product, term.product)
    return _("Bộ sản phẩm %(n)s", n=term.set) if term.set is not None else _("Mọi sản phẩm")


def _share(term: TermResult) -> str:
    if term.basis is Basis.FIXED_PRICE:
        return _("%(amount)s mỗi đơn vị", amount=vnd(term.owed_per_unit_vnd or 0))
    return _("điểm bán giữ %(rate)s", rate=rate(term.rate_bp or 0))


def shares(agreement: AgreementResult) -> list[Share]:
    """What each term leaves the producer, in a sentence and in đồng of a sale."""
    names = {code: name for code, (name, _unit) in products.product_names(agreement.producer).items()}
    found = []
    for term in agreement.terms:
        scope = _scope(term, names)
        if term.basis is Basis.FIXED_PRICE:
            each = vnd(term.owed_per_unit_vnd or 0)
            found.append(Share(scope, _("HTX được %(amount)s mỗi đơn vị bán được.", amount=each), None, None))
        elif term.commission_base is CommissionBase.WITHOUT_VAT:
            told = _("Điểm bán giữ %(rate)s của giá chưa thuế.", rate=rate(term.rate_bp or 0))
            found.append(Share(scope, told, None, rate(term.rate_bp or 0)))
        else:
            kept = share_of(EXAMPLE_VND, term.rate_bp or 0)
            told = _("Điểm bán giữ %(rate)s giá bán.", rate=rate(term.rate_bp or 0))
            found.append(Share(scope, told, Vnd(EXAMPLE_VND - kept), rate(term.rate_bp or 0)))
    return found


def discount_rules(agreement: AgreementResult) -> list[tuple[str, str]]:
    """Who bears a discount, by what it is of, each with an example in đồng."""
    names = {code: name for code, (name, _unit) in products.product_names(agreement.producer).items()}
    found = []
    for term in agreement.terms:
        off = vnd(DISCOUNT_VND)
        if term.discount_bearer is Bearer.OUTLET:
            told = _("điểm bán chịu hết.")
        elif term.discount_bearer is Bearer.PRODUCER:
            told = _("HTX chịu hết. Giảm %(off)s thì HTX bớt %(off)s.", off=off)
        elif term.basis is Basis.COMMISSION:
            part = DISCOUNT_VND - share_of(DISCOUNT_VND, term.rate_bp or 0)
            told = _("chia theo tỷ lệ hoa hồng. Giảm %(off)s thì HTX bớt %(part)s.", off=off, part=vnd(part))
        else:
            told = _("chia theo tỷ lệ giữa giá HTX được và giá bán.")
        found.append((_scope(term, names), told))
    return found


def loss_rules(agreement: AgreementResult) -> list[tuple[str | None, Mapping[LossCause, Bearer]]]:
    """Who bears losses, by cause: once for all terms that say the same (None), else by what each is of."""
    names = {code: name for code, (name, _unit) in products.product_names(agreement.producer).items()}
    if len({tuple(sorted(term.loss.items())) for term in agreement.terms}) == 1:
        return [(None, agreement.terms[0].loss)]
    return [(_scope(term, names), term.loss) for term in agreement.terms]


def loss_allowances(agreement: AgreementResult) -> list[tuple[str, str]]:
    """How much of what is brought may be lost at the producer's cost, by what it is of."""
    names = {code: name for code, (name, _unit) in products.product_names(agreement.producer).items()}
    return [(_scope(term, names), rate(term.loss_allowance_bp)) for term in agreement.terms if term.loss_allowance_bp]
