"""The short names of banks by their BIN (NAPAS), as account numbers of transfers name them. A renamed bank keeps its BIN."""

from __future__ import annotations

BANKS = {
    "422589": "CIMB", "458761": "HSBC", "546034": "CAKE", "546035": "Ubank", "668888": "Kasikornbank", "796500": "DBS Bank",
    "801011": "Nonghyup Bank", "963369": "Liobank", "963388": "Timo", "970400": "SaigonBank", "970403": "Sacombank",
    "970405": "Agribank", "970406": "Vikki Bank", "970407": "Techcombank", "970408": "GPBank", "970409": "Bac A Bank",
    "970410": "Standard Chartered", "970412": "PVcomBank", "970414": "MBV", "970415": "VietinBank", "970416": "ACB",
    "970418": "BIDV", "970419": "NCB", "970421": "VRB", "970422": "MB Bank", "970423": "TPBank", "970424": "Shinhan Bank",
    "970425": "ABBank", "970426": "MSB", "970427": "VietABank", "970428": "Nam A Bank", "970429": "SCB", "970430": "PGBank",
    "970431": "Eximbank", "970432": "VPBank", "970433": "VietBank", "970434": "Indovina Bank", "970436": "Vietcombank",
    "970437": "HDBank", "970438": "BaoViet Bank", "970439": "Public Bank", "970440": "SeABank", "970441": "VIB",
    "970442": "Hong Leong Bank", "970443": "SHB", "970444": "CB Bank", "970446": "Co-opBank", "970448": "OCB",
    "970449": "LPBank", "970452": "KienlongBank", "970454": "BVBank", "970455": "IBK Hà Nội", "970456": "IBK TP.HCM",
    "970457": "Woori Bank", "970458": "UOB", "970462": "Kookmin Hà Nội", "970463": "Kookmin TP.HCM", "971025": "MoMo",
}  # fmt: skip


def bank_choices(present: str | None = None) -> list[tuple[str, str]]:
    """Banks to choose from, by name: BIN and name. One that stands somewhere and is not on the list stays a choice."""
    known = sorted(BANKS.items(), key=lambda bank: bank[1].casefold())
    return [*known, (present, present)] if present and present not in BANKS else known


def bank_name(bank_bin: str | None) -> str:
    """A bank's name; of an unknown one its BIN; nothing for none."""
    return BANKS.get(bank_bin, bank_bin) if bank_bin else ""
