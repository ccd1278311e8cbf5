"""The kinds of files: a new one is a module and a line here."""

from __future__ import annotations

from typing import Any

from office.imports.bank_file import BankFile
from office.imports.choices import ImportKind
from office.imports.kind import Kind

KINDS: dict[ImportKind, Kind[Any]] = {kind.kind: kind for kind in (BankFile(),)}
