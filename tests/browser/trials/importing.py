"""`python -m tests.browser.trials.importing PORT TOKEN PRODUCER NUMBER`: writes so many products through the API, one by one."""

from __future__ import annotations

import sys

from tests.outlet import Api


def main(port: str, token: str, producer: str, number: str) -> int:
    """Exit 0 when every product was written."""
    api = Api(int(port), token)
    for n in range(int(number)):
        product = {"name": f"Hàng nhập thứ {n}", "producer": producer, "unit": "gói", "places": 0, "price_vnd": 1_000 + n,
                   "vat": "8", "barcodes": []}  # fmt: skip
        api.put(f"/api/v1/products/NHAP{n:05d}", product).ok(201)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
