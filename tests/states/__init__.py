"""Every state of the till, and how a person gets there: one table for the check of access and for the pictures in docs."""

from __future__ import annotations

from tests.states import counting, devices, display, paying, returns, selling

STATES = (*selling.STATES, *display.BEFORE, *paying.STATES, *display.STATES, *returns.STATES, *devices.STATES, *counting.STATES)
"""In this order: the last close the shift and open the next."""
