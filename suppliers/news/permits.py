"""Permits about the news."""

from __future__ import annotations

from core.people.permits import AnyPermit, Role


class NewsPermit(AnyPermit):
    """Who writes articles; what is published, everybody reads."""

    WRITE = "news: write", Role.MANAGER, Role.OFFICER
