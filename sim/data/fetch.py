"""Tables from the services that publish them. An answer is read before it is kept, and a file is written whole or not at all."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sim.data.area import read_areas
from sim.data.contents import MOST_BYTES, contents_of
from sim.data.record import published
from sim.data.table_map import PublicTable, Publisher, TableFile, read_tables
from sim.files.errors import RunError, ScenarioError, nearest_name
from sim.files.paths import user_path
from sim.files.writing import write

if TYPE_CHECKING:
    import httpx

INSTALL = "pip install 'jobsim[data]'"
LETTERS = {"month": "M", "quarter": "Q", "year": "Y"}
LOCAL = ("127.0.0.1", "localhost", "::1")
WAIT = (429, 500, 502, 503, 504)
"""Answers after which the same request may succeed."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A table that was fetched: its id, the file, and the records in it."""

    table: str
    file: Path
    records: int


def fetched(
    names: Sequence[str],
    folder: Path,
    root: Path,
    *,
    latest: int | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Fetched]:
    """Fetch tables into a folder. All are asked for and read before the first is written.

    Args:
        latest: periods to ask jobindsats for (default: four more than are averaged).

    Raises:
        ScenarioError: a table is not known, a token is missing or refused, a request is refused, or httpx is not installed.
        RunError: the service does not answer, or its answer cannot be read.
    """
    tables, areas = read_tables(root), read_areas(root)
    known = [_known(name, tables) for name in names]
    folder = user_path(folder)
    answers = []
    with _client(tables) as client:
        for name in dict.fromkeys(known):
            table = tables.tables[name]
            ask = _Asker(client, tables, table, name, sleep)
            raw, ending = ask.statbank() if table.service == "statbank" else ask.jobindsats(latest)
            file = folder / f"{name}{ending}"
            try:
                data = published(contents_of(file, raw), tables, areas, name)
            except ScenarioError as error:
                raise RunError(
                    f"the answer of {tables.services[table.service].title} cannot be used; nothing was written\n{error}"
                ) from None
            answers.append((name, file, raw, len(data.records)))
    for _, file, raw, _ in answers:
        write(file, raw)
    return [Fetched(name, file, records) for name, file, _, records in answers]


def _known(name: str, tables: TableFile) -> str:
    table = tables.table(name)
    if table is None:
        raise ScenarioError(
            "this table is not known", found=name, expected=", ".join(tables.tables), nearest=nearest_name(name, tables.tables),
            do="add it to figures/tables.yaml, or correct its id",
        )  # fmt: skip
    return table


def _client(tables: TableFile) -> httpx.Client:
    try:
        import httpx
    except ImportError:
        raise ScenarioError(
            "fetching needs a library that is not installed", expected="httpx",
            do=f"{INSTALL}, or download the files by hand (docs/data.md)",
        ) from None  # fmt: skip
    return httpx.Client(timeout=float(tables.asking.wait_seconds), follow_redirects=False)


class _Asker:
    """Asks a service for one table."""

    def __init__(
        self, client: httpx.Client, tables: TableFile, table: PublicTable, name: str, sleep: Callable[[float], None]
    ) -> None:
        self.client, self.tables, self.table, self.name, self.sleep = client, tables, table, name, sleep
        self.service: Publisher = tables.services[table.service]
        self.headers: dict[str, str] = {}
        address = urlsplit(self.service.address)
        if address.scheme != "https" and address.hostname not in LOCAL:
            raise ScenarioError(
                "the service must be asked over https", file="figures/tables.yaml", found=self.service.address,
                expected="an address that begins with https://",
            )  # fmt: skip
        if self.service.token:
            token = os.environ.get(self.service.token, "").strip()
            if not token:
                raise ScenarioError(
                    f"{self.service.title} needs a token", expected=f"a token of version 3 in {self.service.token}",
                    do=f"ask the publisher for one, then: export {self.service.token}=…",
                )  # fmt: skip
            self.headers["Authorization"] = f"Bearer {token}"

    def statbank(self) -> tuple[bytes, str]:
        """The table of StatBank as CSV in Danish, by one POST."""
        variables = [{"code": code, "values": list(values)} for code, values in self.table.query.items()]
        body = {"table": self.name, "format": "CSV", "lang": "da", "variables": variables}
        return self._answer("POST", "data", json=body), ".csv"

    def jobindsats(self, latest: int | None) -> tuple[bytes, str]:
        """The table of jobindsats as JSON: first its dimensions, then all municipalities in the breakdowns that are needed."""
        raw = self._answer("GET", f"table/{self.name}", params={"format": "json"})
        try:
            about = json.loads(raw.decode("utf-8-sig"))
            types = [str(each["periodtype_id"]) for each in about["periods"]]
            hierarchies = {
                str(hierarchy["hierarchy_id"]): {str(value["value_name"]) for level in hierarchy["levels"] for value in level["values"]}
                for dimension in about["dimensions"] for hierarchy in dimension["hierarchies"]
            }  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(
                f"the answer of {self.service.title} about {self.name} cannot be read ({type(error).__name__}: {error}); nothing was "
                "written. Try again later, or download the table by hand (docs/data.md)."
            ) from None  # fmt: skip
        letter = LETTERS[self.table.period]
        if letter not in types:
            raise ScenarioError(
                f"{self.name} has no periods of the type {letter}", found=", ".join(types), expected=letter,
                do="correct `period` in figures/tables.yaml",
            )  # fmt: skip
        if AREAS not in hierarchies:
            raise ScenarioError(
                f"{self.name} has no municipalities",
                found=", ".join(hierarchies),
                expected=AREAS,
                do="fetch another table",
            )
        needed = [
            {word for names in (*counted.parts, *counted.only) for word in names} for counted in self.table.values
        ]
        wanted = [name for name, members in hierarchies.items() if any(members & words for words in needed)]
        params = {
            "mgroup.*": "*",
            f"period.{letter}": f"latest:{latest or self.table.take + 4}",
            f"hierarchy.{AREAS}": "*",
        }
        params |= {f"hierarchy.{name}": "*" for name in wanted} | {"format": "json"}
        return self._answer("GET", f"data/{self.name}", params=params), ".json"

    def _answer(self, method: str, path: str, **request: Any) -> bytes:
        """The bytes of an answer. A service that fails is asked again after a pause."""
        import httpx

        asking, failure = self.tables.asking, ""
        for number in range(asking.tries):
            if number:
                self.sleep(asking.pause_seconds)
            try:
                with self.client.stream(
                    method, f"{self.service.address}/{path}", headers=self.headers, **request
                ) as response:
                    raw = bytearray()
                    for part in response.iter_bytes():
                        raw += part
                        if len(raw) > MOST_BYTES:
                            raise RunError(
                                f"the answer of {self.service.title} is larger than {MOST_BYTES:,} bytes; nothing was written"
                            )
                    if response.status_code in WAIT:
                        failure = f"it answered {response.status_code}"
                        continue
                    if response.status_code != httpx.codes.OK:
                        raise self._refused(response.status_code, bytes(raw))
                    return bytes(raw)
            except httpx.HTTPError as error:
                failure = f"{type(error).__name__}: {error}"
        raise RunError(
            f"{self.service.title} ({self.service.address}) could not be asked for {self.name} in {asking.tries} tries: {failure}. Nothing "
            "was written. Try again later, or download the table by hand (docs/data.md)."
        )  # fmt: skip

    def _refused(self, status: int, raw: bytes) -> ScenarioError:
        words = raw[:200].decode("utf-8", "replace").strip()
        if status in (401, 403):
            return ScenarioError(
                f"{self.service.title} refuses the token ({status})", expected=f"a token of version 3 in {self.service.token}",
                do="ask the publisher for a token of version 3; one of version 2 is refused since its end",
            )  # fmt: skip
        return ScenarioError(
            f"{self.service.title} refuses the request for {self.name} ({status})", found=words, expected="a table that it has",
            do="compare figures/tables.yaml with the publisher's description of the table",
        )  # fmt: skip


AREAS = "_nykom"
"""The hierarchy of municipalities."""
