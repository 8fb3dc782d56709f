"""What a storage has of an outlet, as its last committed run left it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.publishing.place import snapshot_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, kw_only=True)
class Head:
    """What counts in a storage of an outlet. It is replaced in one write, with the lease that it is a part of."""

    snapshot: str = ""
    """The snapshot of the state: number of the lease and of the commit under it; empty before the first commit."""
    identity: str = ""
    """The random name of that state: after a replay it is another one, and all texts are compared."""
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Bytes and SHA-256 (hex) of snapshot, manifest, history and segments of the index, by their names."""
    documents: int = 0
    """Number of the documents whose texts are there."""
    unsure: bool = False
    """Whether a run began to write texts and did not commit them."""
    runs: Sequence[Mapping[str, Any]] = ()
    """Summaries of the outlet's last runs, the newest first."""

    def snapshot_digest(self, outlet: str) -> str:
        """Return the SHA-256 (hex) of the outlet's snapshot; empty before the first commit."""
        return self.files.get(snapshot_name(outlet, self.snapshot), (0, ""))[1]
