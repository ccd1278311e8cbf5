"""What is sent with a recovery code."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from core.values.field_types import RequestModel

LONGEST = 7200
"""Digits: the largest QR code holds 7089."""


class RecoveryRequest(RequestModel):
    """POST /sales/recover. `code` is the text of the recovery code on the slip of an unsent sale."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
