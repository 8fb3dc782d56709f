"""Every exception that Warraq defines. A caller that wants them all catches `WarraqError`.

    WarraqError
    ├── ArgumentError           (ValueError)     a spider argument cannot be used
    ├── SettingError                             a setting cannot be used
    ├── OutletError             (ValueError)     an outlet's facts contradict themselves
    ├── LockedError                              another run writes the outlet
    ├── LeaseError                               another run has taken the outlet over
    ├── StateError                               the state cannot be opened
    ├── ForbiddenError          (IgnoreRequest)  a request must never be made
    │   ├── RobotsForbidError                    robots.txt forbids it
    │   └── ElsewhereError                       it leaves the outlet's hosts
    ├── RobotsUnavailableError  (IgnoreRequest)  the robots.txt of a host is not available
    ├── AddressError            (IgnoreRequest)  an address is not public, or a port was not named
    ├── GivenUpError            (IgnoreRequest)  a host gets no more requests in this run
    ├── ArchiveError            (IgnoreRequest)  the archive cannot be written
    ├── UnsettledError                           an earlier page comes first, and its archive is missing
    ├── TaskError                                a part of a replay failed, with the process that did it
    ├── CdxjError                                an index has a line that cannot be read
    ├── AnswerError             (OSError)        a web server's answer does not give the file that was asked for
    ├── StorageError            (OSError)        a file that lies elsewhere cannot be read or written
    ├── WaczError                                a WACZ cannot be read, or an archive not be packed into one
    ├── CorpusError                              a stored document does not fit its manifest, or this not the state
    ├── DerivedError                             a derived file cannot be read or written
    ├── ExportError                              an export cannot be made
    ├── ReleaseError                             a release cannot be made or read
    ├── SearchError                              a query cannot be used
    ├── BrowseError                              a request to the browse page cannot be used
    │   └── AbsentError                          it asks for what the corpus does not have
    ├── UnknownDocumentError                     no document has the name that a user gave
    ├── ProfileError                            a profile cannot be read or learned
    ├── TextFileError                            a file that the user named cannot be read or written
    ├── DemoError                                the demo cannot go on
    └── Rejected                (DropItem)       an item does not enter the corpus (`pipelines.rejected`)

The second base, in parentheses, is what Python or Scrapy expects: Scrapy drops a request that raises IgnoreRequest and
an item that raises DropItem; who reads an archive expects OSError. `pipelines/` defines `Rejected`, because only steps
of the text raise it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from pathlib import Path


class WarraqError(Exception):
    """The base of all exceptions that Warraq defines; it is never raised itself."""


class ArgumentError(WarraqError, ValueError):
    """Raised when a spider argument (`-a`) cannot be used. The message names the argument and the reason."""


class SettingError(WarraqError):
    """Raised when a setting cannot be used. The message names the setting, its value and the reason."""


class OutletError(WarraqError, ValueError):
    """Raised when an outlet is built from facts that contradict themselves. The message names outlet and field.

    Raised as well for a URL that belongs to no possible outlet; the message then names the URL.
    """


class LockedError(WarraqError):
    """Raised when another run writes the outlet. The message names the outlet and that run."""


class LeaseError(WarraqError):
    """Raised when another run has taken an outlet over in its storage. The message names the outlet and the storage."""


class StateError(WarraqError):
    """Raised when the state cannot be opened or has another schema. The message names the file and the reason."""


class ForbiddenError(WarraqError, IgnoreRequest):
    """Raised for a request that no run may make: robots.txt forbids it, or it leaves the outlet's hosts.

    The message names the robots.txt or the outlet.
    """


class RobotsForbidError(ForbiddenError):
    """Raised for a request that robots.txt forbids. The message names the robots.txt."""


class ElsewhereError(ForbiddenError):
    """Raised for a request that leaves the outlet's hosts, or what a run may request for its purpose.

    The message names the outlet, or the purpose.
    """


class RobotsUnavailableError(WarraqError, IgnoreRequest):
    """Raised for a request to a host whose robots.txt is not available now; a later run may get it.

    The message names the robots.txt and the reason.
    """


class AddressError(WarraqError, IgnoreRequest):
    """Raised for a connection to an address that is not public, or to a port that no one named.

    The message names the address and the host. A name may resolve to another address in a later run.
    """


class GivenUpError(WarraqError, IgnoreRequest):
    """Raised for a request to a host that gets no more requests in this run. The message names the reason."""


class ArchiveError(WarraqError, IgnoreRequest):
    """Raised when an exchange cannot be archived; its response is then discarded.

    The message names the file, or the setting, and what to do.
    """


class UnsettledError(WarraqError):
    """Raised when a page of an earlier run must be settled first and its archive is missing.

    The message names both, and what to do.
    """


class TaskError(WarraqError):
    """Raised when a part of a replay cannot be done. The message names the part, the reason, and what to do."""


class CdxjError(WarraqError):
    """Raised when a line of an index cannot be read. The message names the file and what to do.

    Args:
        path: The segment with the line, or the index's folder.
        sentence: What is wrong and what to do, to follow the path.
    """

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path = path
        """The segment with the line, or the index's folder."""


class AnswerError(WarraqError, OSError):
    """Raised when a web server's answer does not give the file that was asked for; a `StorageError` is made of it.

    Args:
        why: The reason, as a clause.
        lasting: Whether another try gives the same.
    """

    def __init__(self, why: str, *, lasting: bool = True) -> None:
        super().__init__(why)
        self.lasting = lasting
        """Whether another try gives the same."""


class StorageError(WarraqError, OSError):
    """Raised when a file that lies elsewhere, in an object store or at a web server, cannot be read or written.

    Its `filename` is the URL without what is secret in it, its `strerror` the reason as a clause.
    """

    def __str__(self) -> str:
        return f"{self.filename}: {self.strerror}"


class WaczError(WarraqError):
    """Raised when a WACZ cannot be read, or an archive cannot be packed into one.

    The message names the file and what to do.
    """


class CorpusError(WarraqError):
    """Raised when a row of the manifest or its text cannot be read, or the state lacks a row that a file has.

    The message names the file and what to do.
    """


class DerivedError(WarraqError):
    """Raised when a file under `derived/` cannot be read or written. The message names the folder and what to do."""


class ExportError(WarraqError):
    """Raised when an export cannot be made. The message names the folder, file or choice, and what to do."""


class ReleaseError(WarraqError):
    """Raised when a release cannot be made or read. The message names the folder, file or document, and what to do."""


class SearchError(WarraqError):
    """Raised when a query cannot be used. The message names the part of it, and what to do."""


class BrowseError(WarraqError):
    """Raised when a request to the browse page cannot be used. The message names the part of it, and the reason."""


class AbsentError(BrowseError):
    """Raised when a request asks for something that the corpus does not have. The message names it."""


class UnknownDocumentError(WarraqError):
    """Raised when no document has the name that a user gave. The message names it and the place of the search."""


class ProfileError(WarraqError):
    """Raised when a profile cannot be read or learned. The message names the file or outlet, and the reason."""


class TextFileError(WarraqError):
    """Raised when a file that a user named cannot be read or written.

    The message completes a sentence that begins with the file's name: `is not UTF-8 at byte 12; convert it, …`.
    """


class DemoError(WarraqError):
    """Raised when the demo cannot go on. The message names the folder, file or command that failed, and the reason."""
