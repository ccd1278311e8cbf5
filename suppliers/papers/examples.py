"""Papers of the suppliers' area as examples: what each looks like before there is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from core.i18n import present_language
from core.money import Bp, Vnd
from core.printing.issuer import example_issuer
from core.printing.slip_parts import Issuer
from core.quantity import ZERO, Milli
from suppliers.agreements.results import AgreementResult, ChargeResult, PaperRuleResult, TermResult
from suppliers.allowances.results import AllowanceResult, OnExpiryResult
from suppliers.choices import (
    AllowancePeriod,
    Basis,
    Bearer,
    BookKind,
    ChargePer,
    CommissionBase,
    Cycle,
    ExpiryChoice,
    LossCause,
    PaperKind,
    PayoutMethod,
    StatementState,
    VatKeeper,
    Visibility,
    WithoutPaper,
)
from suppliers.papers.agreement_paper import AgreementPaper
from suppliers.papers.payout_paper import PayoutPaper
from suppliers.papers.statement_sheet import Parties
from suppliers.papers.statement_terms import AgreementUsed, TermSum, TermsUsed, TermUsed
from suppliers.results import (
    GoodsPrice,
    ProducerAccount,
    StatementGoods,
    StatementLineResult,
    StatementMoney,
    StatementResult,
)


def issuer() -> Issuer:
    """The outlet, whose papers speak the present language."""
    address = "Phường Quế Võ, tỉnh Bắc Ninh"
    return example_issuer(Issuer("Điểm bán OCOP Quế Võ", address, "0222 000 0000", "2300000000", present_language()))


def payout() -> PayoutPaper:
    """Cash for the melons of November."""
    return PayoutPaper(
        issuer=issuer(),
        number="PC-2026-0058",
        paid_at=datetime(2026, 12, 1, 7, 20, tzinfo=UTC),
        paid_by="Thu Hà",
        recipient="Hộ nhà lưới Nhân Hòa (minh họa)",
        recipient_address="Nhân Hòa, phường Nhân Hòa, tỉnh Bắc Ninh",
        recipient_tax_code=None,
        statement="ĐS-2026-0017",
        first=date(2026, 11, 1),
        last=date(2026, 11, 30),
        amount_vnd=Vnd(8_787_000),
        method=PayoutMethod.CASH,
        drawer="Máy 1",
        person="Nguyễn Văn Thức",
        due_vnd=Vnd(8_787_120),
    )


def payment() -> PayoutPaper:
    """Cash that a household brought back."""
    return replace(
        payout(),
        number="PT-2026-0003",
        statement=None,
        first=None,
        last=None,
        amount_vnd=Vnd(132_500),
        received=True,
        due_vnd=None,
    )


NAMES = {
    "KT": "Khoai tây Quế Võ",
    "DG500": "Dưa gang muối Việt Hùng, lọ 500 g",
    "DG1000": "Dưa gang muối Việt Hùng, hũ 1 kg",
}
_AGREEMENT = "03/2026/HĐKG"


def parties() -> Parties:
    """A cooperative and the outlet."""
    account = ("000000004567", "HTX DUA MUOI VIET HUNG", "970405")
    producer = ProducerAccount(
        "HTX Dưa muối Việt Hùng (minh họa)",
        *account,
        address="Việt Hùng, phường Quế Võ, Bắc Ninh",
        tax_code="2301000000",
        representative="Bà Vũ Thị Mai, giám đốc",
    )
    link = "https://ocop.example.vn/portal/statements/2f1c8a54-9f0e-4d3c-8a8e-6a8b7b2f1d11"
    return Parties(issuer(), producer, link, "Bà Nguyễn Thị Lan, quản lý")


def agreement() -> AgreementPaper:
    """What the same cooperative and the outlet agreed on."""
    shared = dict.fromkeys(LossCause, Bearer.OUTLET)
    losses = shared | {LossCause.DAMAGE: Bearer.SHARED, LossCause.EXPIRY: Bearer.PRODUCER, LossCause.SAMPLING: Bearer.PRODUCER}
    plain = TermResult(
        product=None,
        set=None,
        basis=Basis.COMMISSION,
        rate_bp=Bp(1500),
        owed_per_unit_vnd=None,
        discount_bearer=Bearer.OUTLET,
        loss=losses,
        loss_allowance_bp=Bp(200),
        commission_base=CommissionBase.WITH_VAT,
        vat_kept_by=VatKeeper.PRODUCER,
    )
    of_set = replace(plain, set=7, rate_bp=Bp(1800), discount_bearer=Bearer.SHARED, loss_allowance_bp=Bp(0))
    says = AgreementResult(
        number="HD-03",
        producer="VH",
        starts_on=date(2026, 9, 20),
        ends_on=date(2027, 9, 19),
        terms=[plain, of_set],
        holding_days=3,
        minimum_payout_vnd=Vnd(200_000),
        answer_days=7,
        allowances={LossCause.SAMPLING: AllowanceResult(AllowancePeriod.MONTH, Vnd(200_000))},
        on_expiry=OnExpiryResult(15, 3, ExpiryChoice.MARK_DOWN, Bp(2000)),
        signed_number=_AGREEMENT,
        grace_days=15,
        cycle=Cycle.MONTH,
        charges=[ChargeResult("Phí gian hàng", ChargePer.CYCLE, Vnd(50_000))],
        papers=[PaperRuleResult(PaperKind.FOOD_SAFETY, WithoutPaper.NO_RECEIVING)],
        visibility=Visibility.DETAILED,
        version=2,
    )
    account = "1111000045678 Vietcombank\nDIEM BAN OCOP QUE VO"
    days = date(2026, 10, 26), date(2026, 11, 1)
    both = parties()
    return AgreementPaper(issuer(), account, both.producer, says, NAMES, {}, *days, both.representative)


def terms() -> TermsUsed:
    """Potatoes at 15 %, pickles at 18 %; a discount on pickles was shared in that ratio."""
    fifteen = TermUsed(
        _AGREEMENT,
        basis=Basis.COMMISSION,
        rate_bp=Bp(1500),
        commission_base=CommissionBase.WITH_VAT,
        vat_kept_by=VatKeeper.PRODUCER,
    )
    eighteen = TermUsed(
        _AGREEMENT,
        product_set=7,
        basis=Basis.COMMISSION,
        rate_bp=Bp(1800),
        commission_base=CommissionBase.WITH_VAT,
        vat_kept_by=VatKeeper.PRODUCER,
    )
    sums = [
        TermSum(fifteen, ("KT",), 212, Vnd(9_427_000), Vnd(0), Vnd(8_012_950), Vnd(0)),
        TermSum(eighteen, ("DG500", "DG1000"), 340, Vnd(12_880_000), Vnd(88_000), Vnd(10_489_440), Vnd(72_160)),
    ]
    return TermsUsed(sums, [AgreementUsed(_AGREEMENT, 2, date(2026, 11, 1))])


def statement() -> StatementResult:
    """One November, every sum of which adds up."""
    return StatementResult(
        uid="2f1c8a54-9f0e-4d3c-8a8e-6a8b7b2f1d11",
        number="ĐS-2026-0019",
        producer="VH",
        from_=date(2026, 11, 1),
        until=date(2026, 11, 30),
        state=StatementState.ISSUED,
        goods=[
            _goods("KT", "kg", (62_000, 450_000, 428_500, 77_500), 22_000, lost=6_000),
            _goods("DG500", "lọ", (45_000, 300_000, 312_000, 31_000), 30_000, refunded=1_000, lost=1_000, counted=-2_000),
            _goods("DG1000", "hũ", (81_000, 0, 64_000, 15_000), 55_000, lost=2_000),
        ],
        money=StatementMoney(
            opening_vnd=Vnd(2_114_560),
            sold_owed_vnd=Vnd(18_502_390),
            refunded_owed_vnd=Vnd(24_600),
            loss_owed_vnd=Vnd(84_050),
            charges_vnd=Vnd(0),
            adjustments_vnd=Vnd(0),
            paid_vnd=Vnd(0),
            closing_vnd=Vnd(20_676_400),
            payable_vnd=Vnd(18_581_020),
        ),
        lines=[
            _line(4, BookKind.LOST, "KT", -6_000, 0, LossCause.EXPIRY, "rũ đất, thối"),
            _line(9, BookKind.REFUNDED, "DG500", 1_000, -24_600, None, "hở nắp", gross_vnd=-30_000),
            _line(12, BookKind.LOST, "DG500", -1_000, 24_600, LossCause.DAMAGE, "rơi từ kệ"),
            _line(15, BookKind.LOST, "DG1000", -1_000, 0, LossCause.DAMAGE, "vỡ khi nhận"),
            _line(21, BookKind.LOST, "DG1000", -1_000, 10_250, LossCause.SAMPLING, "dùng thử ở hội chợ"),
            _line(30, BookKind.COUNT, "DG500", -2_000, 49_200, LossCause.COUNT, None),
        ],
        held_vnd=Vnd(2_095_380),
        line_count=6,
        issued_at=datetime(2026, 12, 1, 1, 20, tzinfo=UTC),
        digest="7c41f09ab2e6",
    )


def _goods(product: str, unit: str, shelf: tuple[int, int, int, int], price_vnd: int, **aside: int) -> StatementGoods:
    """A product's way; `shelf` is opening, received, sold and closing."""
    opening, received, sold, closing = map(Milli, shelf)
    moved = {name: Milli(aside.get(name, 0)) for name in ("refunded", "lost", "counted")}
    price = GoodsPrice(Vnd(price_vnd), sold, Vnd(sold * price_vnd // 1000))
    return StatementGoods(product, unit, opening, received, sold, returned=ZERO, closing=closing, prices=[price], **moved)


def _line(
    day: int,
    kind: BookKind,
    product: str,
    quantity: int,
    owed_vnd: int,
    cause: LossCause | None,
    memo: str | None,
    gross_vnd: int = 0,
) -> StatementLineResult:
    return StatementLineResult(
        uid=f"line-{day}",
        reverses=None,
        day=date(2026, 11, day),
        kind=kind,
        product=product,
        lot=f"L2611{day:02d}-01X",
        quantity=Milli(quantity),
        unit_price_vnd=None,
        gross_vnd=Vnd(gross_vnd),
        discount_vnd=Vnd(0),
        owed_vnd=Vnd(owed_vnd),
        document="",
        cause=cause,
        memo=memo,
    )
