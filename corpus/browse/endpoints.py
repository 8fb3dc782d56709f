"""The JSON of the page: each endpoint returns a typed record, and `/openapi.json` describes it from the same types."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from starlette.responses import JSONResponse
from starlette.routing import Route

from crawler import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from corpus.browse.parameters import Parameter

_HOLE = re.compile(r"\{(\w+)(?::\w+)?\}")
_KINDS = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_FIELD = re.compile(r'^    (\w+): [^\n]*\n    """(.*?)"""', re.MULTILINE | re.DOTALL)


class Endpoint(NamedTuple):
    """A path that answers with JSON."""

    path: str
    """As Starlette writes it: `/api/articles/{outlet}/{number:int}`."""
    answer: Callable[[Request], Any]
    """Returns the record of a request."""
    record: Any
    """Type of the record: a dataclass whose fields are annotated with types that its module has at runtime, or
    `list[…]` of one."""
    about: str
    """One sentence."""
    parameters: tuple[Parameter, ...] = ()
    """The parameters that it reads."""


def routes_of(endpoints: Iterable[Endpoint]) -> list[Route]:
    """Return the routes of endpoints."""
    return [Route(one.path, _view(one.answer)) for one in endpoints]


def _view(answer: Callable[[Request], Any]) -> Callable[[Request], Response]:
    def view(request: Request) -> Response:
        return JSONResponse(plain(answer(request)))

    return view


def plain(record: Any) -> Any:
    """Return a record as JSON has it: dataclasses and named tuples become objects, other tuples lists."""
    if is_dataclass(record):
        return {field.name: plain(getattr(record, field.name)) for field in fields(record)}
    if isinstance(record, tuple) and hasattr(record, "_asdict"):
        return {name: plain(value) for name, value in record._asdict().items()}
    if isinstance(record, Mapping):
        return {str(key): plain(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [plain(value) for value in record]
    return str(record) if isinstance(record, Enum) else record


@dataclass(frozen=True)
class Refused:
    """Why a request was not answered."""

    error: str
    """One sentence."""


def described(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of endpoints."""
    schemas: dict[str, Any] = {}
    refused = {"description": "Why not.", "content": _json(schema_of(Refused, schemas))}
    paths: dict[str, Any] = {}
    for one in endpoints:
        holes = _HOLE.findall(one.path)
        answer = schema_of(one.record, schemas)
        paths[_HOLE.sub(r"{\1}", one.path)] = {
            "get": {
                "summary": one.about,
                "parameters": [
                    {
                        "name": parameter.name,
                        "in": "path" if parameter.name in holes else "query",
                        "required": parameter.name in holes,
                        "description": parameter.about,
                        "schema": parameter.schema(),
                    }
                    for parameter in one.parameters
                ],
                "responses": {
                    "200": {"description": one.about, "content": _json(answer)},
                    "4XX": refused,
                    "5XX": refused,
                },
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Warraq",
            "version": VERSION,
            "summary": "Search, articles, outlets and changes of a news corpus.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def schema_of(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a type.

    Args:
        kind: The type: a record, a scalar, an enum, or a union, list, tuple or mapping of such.
        schemas: Gets the schema of each record, by its name.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(one, schemas) for one in arguments]}
    if isinstance(origin, type):
        return _collection(origin, arguments, schemas)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [str(one) for one in kind]}
    if kind in _KINDS:
        return {"type": _KINDS[kind]}
    return {} if kind is Any else _record(kind, schemas)


def _collection(kind: type, held: tuple[Any, ...], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a mapping, a tuple or a sequence."""
    if issubclass(kind, Mapping):
        return {"type": "object", "additionalProperties": schema_of(held[1], schemas)}
    if kind is tuple and Ellipsis not in held:
        items = [schema_of(one, schemas) for one in held]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    return {"type": "array", "items": schema_of(held[0], schemas)}


def _record(kind: type, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to the schema of a record, which `schemas` gets."""
    if kind.__name__ not in schemas:
        schemas[kind.__name__] = {}  # a record may have itself in a field
        about = _docstrings(kind)
        properties = {
            name: {**schema_of(hint, schemas), **({"description": about[name]} if name in about else {})}
            for name, hint in get_type_hints(kind).items()
        }
        schemas[kind.__name__] = {
            "type": "object",
            "description": inspect.getdoc(kind) or "",
            "properties": properties,
            "required": list(properties),
        }
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


@cache
def _docstrings(kind: type) -> dict[str, str]:
    """Return the docstrings of a record's fields, in one line each."""
    return {name: " ".join(text.split()) for name, text in _FIELD.findall(inspect.getsource(kind))}
