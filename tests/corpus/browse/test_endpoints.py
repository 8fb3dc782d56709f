"""The description of the JSON: it is valid, and the answers are what it promises."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from corpus.browse.app import ROOMS
from corpus.browse.endpoints import plain, schema_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient


class Colour(StrEnum):
    """A colour."""

    RED = "red"


@dataclass(frozen=True)
class Leaf:
    """A leaf."""

    colour: Colour
    """Its colour."""
    size: float | None


@dataclass(frozen=True)
class Tree:
    """A tree."""

    leaves: list[Leaf]
    places: dict[str, tuple[int, int]]


@pytest.fixture
def description(page: TestClient) -> dict[str, Any]:
    return page.get("/openapi.json").json()  # type: ignore[no-any-return]


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(description).validate()


@pytest.mark.parametrize(
    "address", ["/api/search?q=ميناء", "/api/facets?q=ميناء", "/api/histogram?q=ميناء&q=نتنياهو", "/api/outlets"]
)
def test_answers_are_as_described(page: TestClient, description: dict[str, Any], address: str) -> None:
    answers = description["paths"][address.partition("?")[0]]["get"]["responses"]
    schema = {**answers["200"]["content"]["application/json"]["schema"], "components": description["components"]}
    jsonschema.validate(page.get(address).json(), schema)


def records(kind: Any) -> set[type]:
    """Return the records in a type."""
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return {kind}.union(*map(records, get_type_hints(kind).values()))
    return set().union(*map(records, get_args(kind)))


def test_no_two_records_have_one_name() -> None:
    found = set().union(*(records(endpoint.record) for room in ROOMS for endpoint in room.endpoints))
    assert [name for name, count in Counter(record.__name__ for record in found).items() if count > 1] == []


def test_a_refusal_is_as_described(page: TestClient, description: dict[str, Any]) -> None:
    jsonschema.validate(page.get("/api/search?page=0").json(), description["components"]["schemas"]["Refused"])


def test_a_record_is_described_by_its_types_and_docstrings() -> None:
    schemas: dict[str, Any] = {}
    assert schema_of(Tree, schemas) == {"$ref": "#/components/schemas/Tree"}
    assert schemas["Leaf"]["properties"] == {
        "colour": {"type": "string", "enum": ["red"], "description": "Its colour."},
        "size": {"anyOf": [{"type": "number"}, {"type": "null"}]},
    }
    pair = schemas["Tree"]["properties"]["places"]["additionalProperties"]
    assert (pair["minItems"], pair["maxItems"]) == (2, 2)
    tree = Tree([Leaf(Colour.RED, None)], {"a": (1, 2)})
    assert plain(tree) == {"leaves": [{"colour": "red", "size": None}], "places": {"a": [1, 2]}}
