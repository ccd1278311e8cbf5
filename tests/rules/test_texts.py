"""Every text that a request brings is cleaned before it is counted and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

import wsgi  # noqa: F401  # registers every address of the API
from core.web.api import ENDPOINTS

UNCLEANED = {"by", "pin", "cashier", "code", "old", "new", "password", "file"}
"""Sign-in names, secrets, files and scanned codes: compared with what is known, never recorded as they came."""
UNCLEAN = "\u200b\u00d0a\u0301 x\ufeff"
CLEAN = "\u0110á x"


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A request and the requests inside it."""
    yield model
    todo = [field.annotation for field in model.model_fields.values()]
    while todo:
        part: Any = todo.pop()
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield from models(part)
        todo += get_args(part)


def read(field: Any) -> Any:
    """What a field makes of a text, alone or in a list; None when it takes none."""
    adapter: TypeAdapter[Any] = TypeAdapter(
        Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    )
    for value in (UNCLEAN, [UNCLEAN]):
        try:
            return adapter.validate_python(value)
        except ValidationError:
            continue
    return None


def test_every_text_of_a_request_is_cleaned() -> None:
    requests = {model for endpoint in ENDPOINTS if endpoint.body for model in models(endpoint.body)}
    texts = {f"{model.__name__}.{name}": read(field) for model in requests for name, field in model.model_fields.items()}
    texts = {place: text for place, text in texts.items() if text is not None and place.split(".")[1] not in UNCLEANED}
    assert len(texts) > 20
    assert {place: text for place, text in texts.items() if text not in (CLEAN, [CLEAN])} == {}
