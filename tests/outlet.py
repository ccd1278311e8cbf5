"""A real outlet in a process of its own, a client for its API, and short methods for the acts of a day.

with Outlet.fresh(folder) as outlet:
    shop = Shop(outlet.api)
    shop.open_shift()
    rice = shop.stocked(price_vnd=135_000)
    shop.sell([shop.line(rice, "2")])
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from tests.forks import Fork

ROOT = FIRST_ROOT = Path(__file__).resolve().parent.parent
"""FIRST_ROOT is the program that forks have imported; a test may let ROOT name a changed copy of it."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PUBLIC_URL = "https://ocop.example.vn"
PRINTERS = f"file:{tempfile.gettempdir()} file:/dev/shm tcp:private:1-65535"
NAME, MANAGER, PASSWORD = "Điểm bán OCOP kiểm thử", "quanly", "Mat-khau-dai-1!"
T = TypeVar("T")
Tls = ssl.SSLContext | None


def uid() -> str:
    """A new document id."""
    return str(uuid.uuid4())


def now() -> str:
    """This moment on the outlet's wall clock, RFC 3339."""
    return datetime.now(ZONE).isoformat(timespec="milliseconds")


def today() -> str:
    """The outlet's day."""
    return now()[:10]


def at_once(n: int, act: Callable[[int], T]) -> list[T]:
    """Runs `act(0..n-1)` in threads that start together; an exception of one is raised here."""
    gate = threading.Barrier(n)

    def one(i: int) -> T:
        gate.wait()
        return act(i)

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(one, range(n)))


@dataclass(frozen=True)
class Answer:
    """One answer of the server."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON, None when empty."""
        return json.loads(self.body) if self.body else None

    @property
    def code(self) -> str | None:
        """The stable code of a refusal."""
        return self.json.get("code") if "json" in self.headers.get("content-type", "") else None

    def ok(self, *statuses: int) -> Any:
        """The JSON of an answer that must have one of these statuses; any 2xx when none are named."""
        good = self.status in statuses if statuses else 200 <= self.status < 300
        assert good, f"expected {statuses or '2xx'}, got {self}"
        return self.json

    def __str__(self) -> str:
        return f"{self.status} {self.body[:600].decode(errors='replace')}"


class Api:
    """A client with one persistent connection per thread. `token` None: no sign-in."""

    def __init__(self, port: int, token: str | None = None, language: str | None = None, tls: Tls = None) -> None:
        self.port, self.token, self.language, self.tls = port, token, language, tls
        self._local = threading.local()

    def as_(self, token: str | None) -> Api:
        """The same server, another person."""
        return Api(self.port, token, self.language, self.tls)

    def call(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None,
             headers: Mapping[str, str] | None = None) -> Answer:  # fmt: skip
        """One request; repeated once when a reused connection had gone stale."""
        sent = {"Accept": "application/json"}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if self.language:
            sent["Accept-Language"] = self.language
        data = raw
        if body is not None:
            data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        sent.update(headers or {})
        while True:
            reused: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
            connection = reused or self._connection()
            self._local.connection = connection
            try:
                connection.request(method, path, body=data, headers=sent)
                response = connection.getresponse()
                return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
            except (http.client.HTTPException, OSError) as error:
                connection.close()
                self._local.connection = None
                if reused is None or isinstance(error, TimeoutError):
                    raise

    def close(self) -> None:
        """Closes this thread's connection."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
            self._local.connection = None

    def _connection(self) -> http.client.HTTPConnection:
        address: Any = {"host": "127.0.0.1", "port": self.port, "timeout": 60}
        return http.client.HTTPSConnection(**address, context=self.tls) if self.tls else http.client.HTTPConnection(**address)

    def get(self, path: str, **query: Any) -> Answer:
        """GET; a trailing underscore is cut from names like `from_`."""
        if query:
            path += "?" + urllib.parse.urlencode({k.rstrip("_"): v for k, v in query.items()})
        return self.call("GET", path)

    def put(self, path: str, body: Any) -> Answer:
        """PUT a document."""
        return self.call("PUT", path, body)

    def post(self, path: str, body: Any = None) -> Answer:
        """POST, an empty object when nothing is given."""
        return self.call("POST", path, {} if body is None else body)

    def all(self, path: str, **query: Any) -> list[Any]:
        """Every item of a list, page by page."""
        items: list[Any] = []
        after: dict[str, Any] = {}
        while True:
            page = self.get(path, limit=500, **query, **after).ok()
            items += page["items"]
            if page.get("next") is None:
                return items
            after = {"after": page["next"]}


@dataclass
class Outlet:
    """One outlet: a data folder, a database, and the server process while it is started.

    `forked`: its server and commands are forks of a process that has imported the program, not new interpreters.
    `tls`: what a client trusts, for a server that speaks HTTPS.
    """

    data: Path
    database_url: str | None = None
    env: dict[str, str] = field(default_factory=dict)
    token: str = ""
    port: int = 0
    process: subprocess.Popen[bytes] | Fork | None = None
    forked: bool = False
    tls: Tls = None

    @classmethod
    def fresh(cls, data: Path, database_url: str | None = None, *, forked: bool = False, **env: str) -> Outlet:
        """A new outlet with its first manager; the database is migrated here."""
        outlet = cls(data, database_url, env, forked=forked)
        outlet.flask("db", "upgrade")
        outlet.flask("outlet", "init", "--name", NAME, "--manager", MANAGER, "--password", PASSWORD)
        outlet.token = outlet.issue("manager")
        return outlet

    def environment(self) -> dict[str, str]:
        """The caller's environment without an outlet of its own, and this outlet's settings."""
        foreign = ("OUTLET_", "FLASK_", "PYTHONDONTWRITEBYTECODE")  # without its bytecode a server starts for a second longer
        clean = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
        ours = {
            "FLASK_SKIP_DOTENV": "1",
            "OUTLET_DATA_DIR": str(self.data),
            "OUTLET_DATABASE_URL": self.database_url or f"sqlite:///{self.data / 'outlet.db'}",
            "OUTLET_HOST": "127.0.0.1",
            "OUTLET_PORT": str(self.port or 8000),
            "OUTLET_PUBLIC_URL": PUBLIC_URL,
            "OUTLET_TIMEZONE": ZONE.key,
            "OUTLET_PRINTERS": PRINTERS,
        }
        return {**clean, **ours, **self.env}

    def flask(self, *arguments: str, check: bool = True, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Runs a `flask …` command in this outlet; a failure shows what it printed."""
        if self.forked and ROOT == FIRST_ROOT:
            done = Fork(["-m", "flask", *arguments], ROOT, self.environment()).completed(timeout)
        else:
            done = subprocess.run([sys.executable, "-m", "flask", *arguments], cwd=ROOT, env=self.environment(), text=True,
                                  capture_output=True, timeout=timeout, check=False)  # fmt: skip
        report = f"flask {' '.join(arguments)} → {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-3000:]}"
        assert not check or done.returncode == 0, report
        return done

    def issue(self, role: str, *more: str) -> str:
        """A new API token."""
        return self.flask("tokens", "issue", "--role", role, *more).stdout.strip().splitlines()[-1].strip()

    def start(self) -> None:
        """Starts the server on a free port and waits until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start_again()
        end = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop(signal.SIGKILL)
                raise AssertionError("the server did not come up: " + self.log()[-3000:])
            time.sleep(0.02)

    def start_again(self) -> None:
        """Starts the server where it was before, as a browser remembers the address, and does not wait."""
        log = self.data / "server.log"
        if self.forked and ROOT == FIRST_ROOT:
            self.process = Fork(["wsgi.py"], ROOT, self.environment(), log)
            return
        with log.open("ab") as out:
            self.process = subprocess.Popen([sys.executable, "wsgi.py"], cwd=ROOT, env=self.environment(), stdout=out, stderr=out)

    def stop(self, how: int = signal.SIGTERM) -> int | None:
        """Stops the server and answers its exit code. A server that does not go within 30 s fails the test."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("the server did not stop within 30 s") from None
        finally:
            self.process = None

    @property
    def url(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> Api:
        """The manager's client."""
        return Api(self.port, self.token)

    def log(self) -> str:
        """What the server has printed."""
        return (self.data / "server.log").read_text(errors="replace")

    def __enter__(self) -> Outlet:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def _answers(self) -> bool:
        api = Api(self.port, tls=self.tls)
        try:
            return api.get("/health").status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            api.close()


class Shop:
    """One place with one till, under codes of its own, so that many shops share a database without meeting."""

    TERM: Mapping[str, Any] = {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet"}

    def __init__(self, api: Api, tag: str | None = None) -> None:
        self.api, self.tag, self._n = api, tag or uuid.uuid4().hex[:6].upper(), 0
        self.place, self.till, self.shift = f"SHOP{self.tag}", f"T{self.tag}", ""
        api.put(f"/api/v1/places/{self.place}", {"name": f"Quầy {self.tag}", "kind": "shop"}).ok()
        till = {"name": f"Máy {self.tag}", "place": self.place, "printer": "none:", "paper_mm": 80}
        api.put(f"/api/v1/tills/{self.till}", till).ok()

    def code(self, letters: str) -> str:
        """A code that is not used yet."""
        self._n += 1
        return f"{letters}{self.tag}{self._n}"

    def open_shift(self, float_vnd: int = 500_000) -> str:
        """Opens a shift; sales go to it from now on."""
        self.shift = uid()
        self.api.put(f"/api/v1/shifts/{self.shift}", {"till": self.till, "opening_float_vnd": float_vnd}).ok(201)
        return self.shift

    def producer(self, **more: Any) -> str:
        """A cooperative."""
        code = self.code("HTX")
        body = {"name": f"HTX {code}", "kind": "cooperative", "commune": "Phù Lãng"}
        self.api.put(f"/api/v1/producers/{code}", body | more).ok()
        return code

    def product(self, producer: str, price_vnd: int = 10_000, **more: Any) -> str:
        """A product, sold by weight unless `more` sets otherwise."""
        code = self.code("SP")
        body = {"name": f"Sản phẩm {code}", "producer": producer, "unit": "kg", "places": 3, "price_vnd": price_vnd, "vat": "8",
                "barcodes": []}  # fmt: skip
        self.api.put(f"/api/v1/products/{code}", body | more).ok()
        return code

    def agreement(self, producer: str, *terms: Mapping[str, Any], **more: Any) -> str:
        """An agreement in force since long ago; 15 % commission when no terms are given."""
        number = self.code("HD")
        body = {"producer": producer, "starts_on": "2020-01-01", "terms": [dict(t) for t in terms or (self.TERM,)],
                "holding_days": 0, "minimum_payout_vnd": 0}  # fmt: skip
        self.api.put(f"/api/v1/agreements/{number}", body | more).ok()
        return number

    def deliver(self, producer: str, *lines: Mapping[str, Any], **more: Any) -> Any:
        """Receives goods at this place today."""
        body = {"producer": producer, "place": self.place, "delivered_on": today(), "lines": [dict(x) for x in lines]}
        return self.api.put(f"/api/v1/deliveries/{uid()}", body | more).ok(201)

    def stocked(self, price_vnd: int = 10_000, quantity: str = "50", term: Mapping[str, Any] | None = None, **more: Any) -> str:
        """A product of a new producer under an agreement, with one lot on the shelf. `producer_of` answers whose."""
        producer = self.producer()
        code = self.product(producer, price_vnd, **more)
        self.agreement(producer, term or self.TERM)
        self.deliver(producer, {"product": code, "quantity": quantity, "best_before": "2099-01-01"})
        return code

    def producer_of(self, product: str) -> str:
        """The code of the product's producer."""
        return str(self.api.get(f"/api/v1/products/{product}").ok()["producer"])

    def line(self, product: str, quantity: str = "1", unit_price_vnd: int = 10_000, discount_vnd: int = 0) -> dict[str, Any]:
        """One line of a sale."""
        return {"product": product, "quantity": quantity, "unit_price_vnd": unit_price_vnd, "discount_vnd": discount_vnd}

    def sale(self, *lines: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """The body of a cash sale with its right total (half up, whole discounts subtracted)."""
        total = sum(_gross(x) - x.get("discount_vnd", 0) for x in lines)
        total += more.get("rounding_vnd", 0) - more.get("discount_vnd", 0)
        return {
            "shift": self.shift, "sold_at": now(), "offline": False, "lines": [dict(x) for x in lines], "discount_vnd": 0,
            "rounding_vnd": 0, "payments": [{"method": "cash", "amount_vnd": total, "tendered_vnd": total}], "total_vnd": total,
        } | more  # fmt: skip

    def sell(self, *lines: Mapping[str, Any], **more: Any) -> Any:
        """Sells and answers the recorded sale."""
        return self.api.put(f"/api/v1/sales/{uid()}", self.sale(*lines, **more)).ok(201)

    def refund(self, sale: str, line: int, quantity: str, condition: str = "resell", **more: Any) -> Answer:
        """Takes goods back against the slip, paid in cash."""
        body = {"shift": self.shift, "sale": sale, "slip": True, "method": "cash", "reason": "khách đổi ý",
                "lines": [{"line": line, "quantity": quantity, "condition": condition}]}  # fmt: skip
        return self.api.put(f"/api/v1/refunds/{uid()}", body | more)

    def on_hand(self, **query: Any) -> str:
        """What lies on the shelf, as the API writes quantities."""
        milli = sum(_milli(row["on_hand"]) for row in self.api.all("/api/v1/stock", **query))
        return f"{milli // 1000}.{milli % 1000:03d}".rstrip("0").rstrip(".")

    def book(self, producer: str) -> list[Any]:
        """A producer's book, oldest first."""
        return self.api.all(f"/api/v1/producers/{producer}/book")


def _milli(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 1000 + int(part.ljust(3, "0"))


def _gross(line: Mapping[str, Any]) -> int:
    return (2 * int(line["unit_price_vnd"]) * _milli(line["quantity"]) + 1000) // 2000
