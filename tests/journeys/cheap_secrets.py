"""Passwords and PINs hashed in no time: what a hash costs is there for a thief, and the suite signs in hundreds of times.

A server that is started as an interpreter of its own, not as a fork, hashes as it always does.
"""

from __future__ import annotations

from argon2 import PasswordHasher

from core.people import hashing


def cheapen_secrets() -> None:
    """From now on in this process and its forks."""
    hashing._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
