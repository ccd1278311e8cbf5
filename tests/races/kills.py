"""A server killed (SIGKILL) again and again, at any moment, while four tills work and an attacker does what he can."""

from __future__ import annotations

import http.client
import random
import shutil
import signal
import statistics
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from core.chain.heads import HEAD_FILE
from tests.databases import start_postgres
from tests.outlet import Api, Outlet, Shop, at_once
from tests.races import recorded
from tests.races.attacker import attacked
from tests.races.retrying_till import PRICE_VND, RetryingTill

TILLS, PRODUCTS, DELIVERED = 4, 8, 900_000
WHILE_STARTING = 0.1
"""The share of kills that do not wait until the server answers."""
UP_S = 1.5
"""The longest that a server lives after its first answer."""
KEPT_HEADS = 5


class Trial:
    """One outlet, its tills, and what the kills did."""

    def __init__(self, folder: Path, database_url: str | None, seed: int) -> None:
        self.rng = random.Random(seed)
        self.outlet = Outlet.fresh(folder, database_url, forked=True)
        self.outlet.start()
        shop = Shop(self.outlet.api)
        products = [shop.stocked(PRICE_VND, str(DELIVERED)) for _ in range(PRODUCTS)]
        tokens = [self.outlet.issue("cashier") for _ in range(TILLS)]
        self.tills = [RetryingTill.new(shop, token, products, self.rng.randrange(2**32)) for token in tokens]
        self.heads: list[Path] = []
        self.up_again: list[float] = []

    def kill(self, times: int) -> None:
        """Kills and starts again so often, while the tills work."""
        threads = [threading.Thread(target=till.run, daemon=True) for till in self.tills]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        for n in range(1, times + 1):
            if self.rng.random() < WHILE_STARTING:
                time.sleep(self.rng.uniform(0, 0.6))
            else:
                self.wait_until_up()
                time.sleep(self.rng.uniform(0, UP_S))
            self.outlet.stop(signal.SIGKILL)
            self.outlet.start_again()
            if n % max(1, times // KEPT_HEADS) == 0:
                self.keep_head()
            if n % 50 == 0:
                print(f"{n} kills, {self.acknowledged()} documents, {time.monotonic() - began:.0f} s", flush=True)
        self.wait_until_up()
        for till in self.tills:
            till.ended.set()
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive(), "a till waits for ever"

    def wait_until_up(self) -> None:
        """Until the server answers; how long it took is remembered."""
        began = time.monotonic()
        api = Api(self.outlet.port)
        while True:
            assert self.outlet.process and self.outlet.process.poll() is None, self.outlet.log()[-3000:]
            assert time.monotonic() - began < 60, self.outlet.log()[-3000:]
            try:
                if api.get("/health").status == 200:
                    break
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)
        api.close()
        self.up_again.append(time.monotonic() - began)

    def keep_head(self) -> None:
        """Puts the chain's head of this moment aside, as somebody would outside the machine."""
        kept = self.outlet.data / f"kept-{len(self.heads)}.json"
        shutil.copyfile(self.outlet.data / HEAD_FILE, kept)
        self.heads.append(kept)

    def acknowledged(self) -> int:
        """How many documents."""
        return sum(len(till.acknowledged) for till in self.tills)

    def figures(self) -> tuple[dict[str, object], list[str]]:
        """What the trial showed, and every difference as a line."""
        faults = [*recorded.goods(self.tills, DELIVERED), *(line for till in self.tills for line in recorded.sums(till))]
        at_once(TILLS, lambda n: [self.tills[n].ask_again(document) for document in self.tills[n].acknowledged])
        faults += [line for till in self.tills for line in till.faults]
        self.outlet.stop()
        lost, doubled, differences = recorded.compare(self.outlet.environment()["OUTLET_DATABASE_URL"], self.tills)
        faults += differences
        for command in [["books", "check"], *(["books", "check", "--since", str(head)] for head in self.heads)]:
            done = self.outlet.flask(*command, check=False, timeout=1800)
            faults += [f"flask {' '.join(command)}: {done.stdout}{done.stderr}"] * (done.returncode != 0)
        printed = self.outlet.log()
        if "Traceback" in printed:
            faults.append("Traceback" + printed.partition("Traceback")[2][:3000])
        counts = sum((till.counts for till in self.tills), Counter())
        up = sorted(self.up_again)
        documents = {f"{kind}s": counts[kind] for kind in recorded.TABLES}
        return {
            "acknowledged": self.acknowledged(), **documents, "acknowledged_by_a_repeat": counts["acknowledged_by_a_repeat"],
            "requests_cut": counts["cut"], "answers_busy": counts["busy"], "lost": lost, "doubled": doubled,
            "kept_heads": len(self.heads), "up_again_p50_s": f"{statistics.median(up):.2f}", "up_again_max_s": f"{up[-1]:.2f}",
        }, faults  # fmt: skip


def run(kind: str, kills: int, seed: int) -> int:
    """Prints what the trial showed; the exit status: 0 when nothing is lost or doubled and the books agree."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="outlet-kills-") as name:
        trial = Trial(Path(name), None if kind == "sqlite" else start_postgres().create(), seed)
        try:
            with attacked("everything", trial.outlet):
                trial.kill(kills)
            figures, faults = trial.figures()
        finally:
            trial.outlet.stop(signal.SIGKILL)
    for fault in faults[:50]:
        print(fault)
    figures = {"database": kind, "seed": seed, "kills": kills, **figures, "faults": len(faults)}
    for key, value in (figures | {"seconds": round(time.monotonic() - began)}).items():
        print(f"{key}={value}", flush=True)
    return int(bool(faults))
