"""Transports: what carries messages out of the house, each in a folder of `integrations` with its own settings.

A folder offers `configure(settings)`, which returns its `Transport`, or None where its settings are not given. No line elsewhere
names it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from core.errors import DomainError
from core.i18n import N_
from core.settings import Settings
from suppliers.choices import ContactChannel
from suppliers.messages import integrations

_EXTENSION = "outlet_transports"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way: `id` stays the same however often it is tried, `body` is the message as the API shows it, as JSON."""

    id: str
    channel: str
    address: str
    producer: str
    kind: str
    subject: str
    text: str
    link: str | None
    at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class Transport:
    """A way out of the house. `send` returns once the letter was taken, and raises one of the refusals below.

    It carries the messages of the channels it `reaches`, or, with an `address` of its own, every message once, as the channel of
    its name. The `last_resort` carries what no other one does.
    """

    name: str
    send: Callable[[Letter], None]
    reaches: tuple[ContactChannel, ...] = ()
    address: str | None = None
    is_last_resort: bool = False


class AddressTrouble(DomainError):
    """The address did not take it this time; one that never does is stopped in the end."""

    def __init__(self, why: str) -> None:
        super().__init__("address_trouble", N_("Nơi nhận chưa nhận được: %(why)s"), why=why)


class TransportDown(DomainError):
    """Nothing could be sent just now, whoever the letter is for."""

    def __init__(self, why: str) -> None:
        super().__init__("transport_down", N_("Chưa gửi đi được: %(why)s"), why=why)


class Refused(DomainError):
    """The address will never take this letter."""

    def __init__(self, why: str) -> None:
        super().__init__("letter_refused", N_("Nơi nhận từ chối: %(why)s"), why=why)


def configure(app: Flask) -> None:
    """Finds the transports by their folders and configures them. Raises BadSetting."""
    settings = cast("Settings", app.extensions["outlet_settings"])
    modules = [importlib.import_module(f"{integrations.__name__}.{found.name}") for found in _folders()]
    configured = [module.configure(settings) for module in modules]
    app.extensions[_EXTENSION] = tuple(transport for transport in configured if transport is not None)


def _folders() -> list[pkgutil.ModuleInfo]:
    return sorted(pkgutil.iter_modules(integrations.__path__), key=lambda found: found.name)


def transports() -> tuple[Transport, ...]:
    """The transports whose settings are given."""
    return cast("tuple[Transport, ...]", current_app.extensions[_EXTENSION])


def carrier(channel: ContactChannel) -> Transport:
    """What carries the messages of a channel."""
    able = [transport for transport in transports() if channel in transport.reaches]
    return min(able, key=lambda transport: transport.is_last_resort)


def of_every_message() -> list[Transport]:
    """The transports that are handed every message."""
    return [transport for transport in transports() if transport.address is not None]
