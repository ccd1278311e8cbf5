"""A stored paper as an answer."""

from __future__ import annotations

from flask import Response, current_app, request

from core.printing.stored_papers import StoredPaper


def paper_answer(paper: StoredPaper, content_type: str, filename: str) -> Response:
    """The paper to be shown under a file name; 304 for who has it already."""
    answer = current_app.response_class(paper.content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    answer.set_etag(paper.digest[:32])
    answer.last_modified = paper.made_at
    answer.make_conditional(request)
    return answer
