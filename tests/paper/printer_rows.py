"""A printer's row as SQL, and what is wrong with it, by the check that says so."""

from __future__ import annotations

PRINTER = {
    "uri": "'tcp://127.0.0.9:9100'", "name": "'Quầy'", "use": "'receipt'", "paper_mm": "80", "dots": "576", "mode": "'raster'",
    "code_page": "NULL", "code_page_number": "NULL", "cut": "'partial'", "drawer_pin": "2", "density": "0", "strip_rows": "248",
    "pause_ms": "0", "shows_logo": "true", "header": "NULL", "footer": "NULL",
}  # fmt: skip
PRINTER_CHECKS = [
    ("paper", {"paper_mm": "19"}),
    ("dots", {"dots": "600"}),
    ("drawer_pin", {"drawer_pin": "3"}),
    ("density", {"density": "5"}),
    ("strip_rows", {"strip_rows": "256"}),
    ("pause", {"pause_ms": "-1"}),
    ("whole_code_page", {"code_page": "'tcvn-3'"}),
    ("text_has_code_page", {"mode": "'text'"}),
    ("code_page_number", {"code_page": "'tcvn-3'", "code_page_number": "256"}),
]
