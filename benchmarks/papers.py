"""How long a slip of twelve goods takes from its facts to the printer's bytes, and how many bytes those are.

Each slip is of another sale, so figures and code are new every time; the goods are the outlet's own and come again, as they do
in a shop. `python -m benchmarks.papers` measures nothing else.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

from core.printing.devices.choices import CodePageName, PrintMode
from core.printing.devices.settings import PrinterSettings, usual_settings
from core.printing.papers import SlipFormat
from core.printing.skins.files import slip_file
from core.quantity import Milli
from pos.receipts.papers import examples
from pos.receipts.receipt import ReceiptData, ReceiptItem
from pos.receipts.slips import slip_of

GOODS = (
    "Gạo tẻ thơm Đại Xuân 5 kg", "Khoai tây Quế Võ", "Dưa gang muối Việt Hùng", "Mỳ gạo Đại Xuân 500 g", "Bánh đa nem Đại Xuân",
    "Lọ hoa gốm Phù Lãng men da lươn", "Trà sen ướp xổi 100 g", "Mật ong hoa nhãn 500 ml", "Tương bần Việt Hùng 1 lít",
    "Nem bùi Ninh Xá", "Rượu nếp cái hoa vàng 500 ml", "Tỏi đen một nhánh 250 g",
)  # fmt: skip
SLIPS = 200
IN_LETTERS = replace(usual_settings(80), mode=PrintMode.TEXT, code_page=CodePageName.TCVN_3, code_page_number=30)
PRINTERS: dict[str, PrinterSettings] = {"80mm": usual_settings(80), "58mm": usual_settings(58), "80mm_in_letters": IN_LETTERS}


def sale(n: int) -> ReceiptData:
    """A sale of twelve goods, like no other one."""
    items = []
    for line, name in enumerate(GOODS):
        pieces, price_vnd = line % 3 + 1, 20_000 + 1_000 * line + 100 * n
        items.append(ReceiptItem(name, Milli(1000 * pieces), "gói", price_vnd, 0, pieces * price_vnd, "HTX Đại Xuân"))
    total_vnd = sum(item.net_vnd for item in items)
    paid = replace(examples.sale().payments[0], amount_vnd=total_vnd, tendered_vnd=total_vnd + 12_000)
    link = f"https://ocop.example.vn/r/2f1c8a54-9f0e-4d3c-8a8e-{n:012x}"
    return replace(
        examples.sale(), number=f"2026-{n:06d}", items=items, total_vnd=total_vnd, payments=[paid], change_vnd=12_000, qr=link
    )


def slips() -> dict[str, str]:
    """Milliseconds and kilobytes of a slip of twelve goods on each kind of printer."""
    figures = {}
    for name, printer in PRINTERS.items():
        seconds, sizes = [], []
        for n in range(SLIPS):
            receipt = sale(n)
            began = time.perf_counter()
            job = slip_file(slip_of(receipt), SlipFormat.ESCPOS, printer)
            seconds.append(time.perf_counter() - began)
            sizes.append(len(job))
        figures |= {
            f"slip12_{name}_first_ms": f"{seconds[0] * 1000:.1f}",
            f"slip12_{name}_p50_ms": f"{statistics.median(seconds[1:]) * 1000:.1f}",
            f"slip12_{name}_p95_ms": f"{statistics.quantiles(seconds[1:], n=20)[-1] * 1000:.1f}",
            f"slip12_{name}_kb": f"{max(sizes) / 1000:.1f}",
        }
    return figures


if __name__ == "__main__":
    for key, value in slips().items():
        print(f"{key}={value}")
