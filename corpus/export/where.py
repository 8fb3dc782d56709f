"""A condition over the columns of an export, as DuckDB's SQL has it: it sees a row, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb

from corpus.export.schema import NAMES, arrow_schema
from crawler.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 4_000
"""Characters of a condition, at most."""
_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "128MB",
    "threads": 1,
    "enable_external_access": False,
}
_REFUSED = ("SUBQUERY", "WINDOW", "STAR", "LAMBDA", "PARAMETER", "DEFAULT")
"""Classes of expressions that see more than a row, or no value of it."""


class Condition:
    """A condition that is checked once, and asked for each batch.

    It is one expression: no statement, no subquery, no window, and no function whose value depends on anything but its
    arguments, so that it gives the same answer whenever it is asked. The connection has no access to files and network.

    Args:
        written: The expression.

    Raises:
        ExportError: It is not such an expression, or names a column that does not exist.
    """

    def __init__(self, written: str) -> None:
        self._written = written
        self._db = duckdb.connect(":memory:", config=_LIMITS)
        self._db.execute("SET TimeZone = 'UTC'; SET lock_configuration = true")
        try:
            self._check()
            self.holds(arrow_schema().empty_table())
        except ExportError:
            self._db.close()
            raise

    def holds(self, table: Any) -> Any:
        """Return for each row of a `pyarrow.Table` whether the condition holds; null counts as no.

        Raises:
            ExportError: It cannot be computed for a row.
        """
        try:
            asked = f"coalesce(CAST(({self._written}\n) AS BOOLEAN), false) AS holds"  # the line end closes a comment
            return self._db.from_arrow(table).project(asked).to_arrow_table().column("holds")
        except duckdb.Error as error:
            raise ExportError(f"--where {self._written}: {_line(error)}; docs/schema.md lists the columns.") from error

    def _check(self) -> None:
        """Refuse what is not one expression over a row.

        Raises:
            ExportError: It is something else.
        """
        if len(self._written) > LONGEST:
            raise ExportError(f"--where: has {len(self._written)} characters, more than {LONGEST}.")
        query = f"SELECT ({self._written}\n) FROM documents"  # noqa: S608 - parsed, not run
        ((tree,),) = self._db.execute("SELECT json_serialize_sql(?)", [query]).fetchall()
        parsed = json.loads(tree)
        if parsed.get("error"):
            raise ExportError(f"--where {self._written}: {self._fault(parsed)}.")
        statements = parsed["statements"]
        node = statements[0]["node"]
        plain = len(statements) == 1 and node["type"] == "SELECT_NODE" and len(node["select_list"]) == 1
        if not plain or node["where_clause"] or node["modifiers"] or node["from_table"]["type"] != "BASE_TABLE":
            raise ExportError(f"--where {self._written}: is not one expression.")
        nodes = list(_nodes(node["select_list"][0]))
        if any(part.get("class") in _REFUSED for part in nodes):
            raise ExportError(f"--where {self._written}: may look at the columns of one row only.")
        columns = (".".join(part["column_names"]) for part in nodes if part.get("class") == "COLUMN_REF")
        for column in columns:  # `current_date` is a column to the parser, and a function where there is no such column
            if column.partition(".")[0].lower() not in NAMES:
                raise ExportError(f"--where {self._written}: there is no column {column}; docs/schema.md lists them.")
        for name in sorted({part["function_name"] for part in nodes if part.get("class") == "FUNCTION"}):
            self._check_function(name)

    def _fault(self, parsed: dict[str, Any]) -> str:
        """Return the parser's message for the condition alone, which has no bracket that its user did not type."""
        if parsed["error_type"] == "parser":
            query = f"SELECT 1 WHERE {self._written}"
            ((tree,),) = self._db.execute("SELECT json_serialize_sql(?)", [query]).fetchall()
            parsed = {**parsed, **json.loads(tree)}
        return str(parsed["error_message"])

    def _check_function(self, name: str) -> None:
        """Refuse a function whose value depends on more than its arguments.

        Raises:
            ExportError: It is such a function.
        """
        found = self._db.execute(
            "SELECT DISTINCT function_type, stability FROM duckdb_functions() WHERE function_name = ?", [name]
        ).fetchall()
        if found and ("scalar", "CONSISTENT") not in found:
            raise ExportError(f"--where: {name}() may not stand in it: its value depends on more than the row.")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in a tree of JSON."""
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from _nodes(part)


def _line(error: Exception) -> str:
    """Return the first line of an error of DuckDB, without its end."""
    return str(error).strip().split("\n", 1)[0].rstrip(".")
