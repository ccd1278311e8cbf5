"""The closed list of the news."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class ArticleState(Choice):
    """Whether everybody reads an article."""

    DRAFT = "draft", N_("bản nháp")
    PLANNED = "planned", N_("chờ đến ngày đăng")
    PUBLISHED = "published", N_("đã đăng")
