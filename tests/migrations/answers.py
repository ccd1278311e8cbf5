"""What an outlet answers about its past: the same before and after an upgrade.

`python tests/migrations/answers.py DATA_DIR FIRST LAST` prints the answers of the outlet in that folder, given by whatever
version of the outlet is in the current directory.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

GROUPS = ("cashier", "day", "hour", "method", "month", "producer", "product", "set", "till")


def ask(app: Any, token: str, first: str, last: str) -> dict[str, Any]:
    """Reports, stock, and each producer's balance, over the API."""
    client = app.test_client(use_cookies=False)

    def get(path: str, **query: Any) -> Any:
        response = client.get(f"/api/v1{path}", query_string=query, headers={"Authorization": f"Bearer {token}"})
        assert response.status_code == 200, f"{path}: {response.status_code} {response.get_data(as_text=True)[:300]}"
        return response.get_json()

    def pages(path: str, **query: Any) -> list[Any]:
        items: list[Any] = []
        after: dict[str, Any] = {}
        while True:
            page = get(path, limit=500, **query, **after)
            items += page["items"]
            if not page.get("next"):
                return items
            after = {"after": page["next"]}

    answers: dict[str, Any] = {}
    for group in GROUPS:
        answers[f"sales_by_{group}"] = get("/reports/sales", by=group, to=last, **{"from": first})
    shelves = [item for item in pages("/stock") if item["on_hand"] != "0"]
    answers["stock"] = [{name: item[name] for name in ("lot", "on_hand", "place", "product")} for item in shelves]
    answers["producers"] = {}
    for producer in pages("/producers"):
        lines = pages(f"/producers/{producer['code']}/book")
        balance = lines[-1]["balance_vnd"] if lines else 0
        answers["producers"][producer["code"]] = {"balance_vnd": balance, "lines": len(lines)}
    return answers


def covers(new: Any, old: Any) -> bool:
    """Equal, but for fields that a later version adds."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(key in new and covers(new[key], value) for key, value in old.items())
    if isinstance(old, list):
        return isinstance(new, list) and len(new) == len(old) and all(map(covers, new, old))
    return bool(new == old)


def main(data: str, first: str, last: str) -> None:
    """Prints the answers of one outlet."""
    sys.path.insert(0, str(Path.cwd()))
    from wsgi import create_app

    app = create_app(OUTLET_DATA_DIR=data)
    token = app.test_cli_runner().invoke(args=["tokens", "issue", "--role", "manager"]).output.split()[-1]
    with app.app_context():
        print(json.dumps(ask(app, token, first, last), ensure_ascii=False, indent=0, sort_keys=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
