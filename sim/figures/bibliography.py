"""The bibliography: the works behind the codes of sources, and the meaning of each code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, model_validator

from sim.figures.source_codes import names_in
from sim.files.entry import Entry, Names
from sim.files.errors import nearest_name
from sim.files.folder import read_entry
from sim.files.schema import Schema
from sim.files.source import read
from sim.files.value import problem

ROWS = ("world", "rates", "claims")
"""Files of figures whose rows are codes. The source of a row leads to its work."""

DERIVED = "derived from other figures"
"""How the source of a row begins that says nothing beyond its note."""


class Work(Entry):
    """A work: who wrote what, when, and where it is read. ``no_address`` is the reason why there is no address."""

    author: str
    title: str
    title_from: Literal["page", "address", "subject"] = "page"
    year: str
    address: str | None = None
    no_address: str | None = None
    codes: Names = ()
    further_reading: bool = False

    @model_validator(mode="after")
    def _has_an_address_or_says_why_not(self) -> Work:
        if (self.address is None) == (self.no_address is None):
            raise problem(
                "a work has an address, or the reason why there is none", found=self.title,
                expected="either address or no_address",
            )  # fmt: skip
        return self


class CodeEntry(Entry):
    """The meaning of a code. It was read in ``works``, or rests on other codes (``from``) and a reason (``why``).

    An entry for a row of figures has no ``says``: the row has the words.
    """

    says: str = ""
    works: Names = ()
    from_: Names = Field(default=(), alias="from")
    place: str = ""
    why: str = ""

    @model_validator(mode="after")
    def _rests_on_something(self) -> CodeEntry:
        if not (self.works or self.from_ or self.why):
            raise problem("this code rests on nothing", found=self.says, expected="works, from or why")
        return self


class BibliographyFile(Entry):
    """``figures/bibliography.yaml``."""

    schema_version: Schema = Field(alias="schema")
    figures: Literal["bibliography"]
    works: Annotated[dict[str, Work], Field(strict=False)]
    codes: Annotated[dict[str, CodeEntry], Field(strict=False)]


class Reference(NamedTuple):
    """A code resolved: its meaning, the keys of its works, the codes that it rests on, the place in the work, a reason."""

    code: str
    says: str
    works: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    place: str = ""
    why: str = ""


class Bibliography:
    """The works by key, and every code that resolves to them."""

    def __init__(self, file: BibliographyFile, rows: dict[str, dict[str, Any]]) -> None:
        """``rows``: id -> row of a file of figures."""
        self.works = file.works
        self.entries = file.codes
        self.rows = rows
        self._by_code: dict[str, tuple[str, ...]] = {}
        for key, work in file.works.items():
            for code in (*work.codes, *([work.address] if work.address else [])):
                self._by_code[code] = (*self._by_code.get(code, ()), key)

    def codes(self) -> list[str]:
        """All codes but addresses."""
        named = (code for code in self._by_code if "://" not in code)
        return list(dict.fromkeys([*self.entries, *self.rows, *named]))

    def resolve(self, code: str) -> Reference | None:
        """The meaning of a code, or None if no entry, row or work has it. A subsection without an entry is its section."""
        if code in self.entries:
            entry = self.entries[code]
            if code in self.rows:
                row = _of_row(code, self.rows[code])
                row = row._replace(rests_on=tuple(dict.fromkeys((*entry.from_, *row.rests_on))))
                return self._folded(row._replace(why="; ".join(part for part in (entry.why, row.why) if part)))
            return self._folded(Reference(code, entry.says, entry.works, entry.from_, entry.place, entry.why))
        if code in self.rows:
            return self._folded(_of_row(code, self.rows[code]))
        if code in self._by_code:
            keys = self._by_code[code]
            return Reference(code, self.works[keys[0]].title, keys)
        section = code.rpartition(".")[0]
        return self.resolve(section)._replace(code=code) if section in self.entries else None  # type: ignore[union-attr]

    def _folded(self, reference: Reference) -> Reference:
        """The reference with the works of codes that only name a work in the place of these codes."""
        named = [code for code in reference.rests_on if code not in self.entries and code not in self.rows]
        works = [key for code in named for key in self._by_code.get(code, ())]
        rests_on = tuple(code for code in reference.rests_on if code not in named)
        return reference._replace(works=tuple(dict.fromkeys((*reference.works, *works))), rests_on=rests_on)

    def has_meaning(self, code: str) -> bool:
        """Whether a code means more than a work as a whole: it has an entry, a row, or a section above it."""
        return code in self.entries or code in self.rows or code.rpartition(".")[0] in self.entries

    def nearest(self, code: str) -> str | None:
        """The code that is written most like this one."""
        return nearest_name(code, self.codes())

    def all_behind(self, codes: list[str]) -> list[Reference]:
        """The codes that resolve, and those that they rest on, each once: first the given ones, then the others."""
        found: dict[str, Reference] = {}
        wanted = list(codes)
        while wanted:
            code = wanted.pop(0)
            reference = None if code in found else self.resolve(code)
            if reference is not None:
                found[code] = reference
                wanted += reference.rests_on
        return list(found.values())


def read_bibliography(root: Path) -> Bibliography:
    """The bibliography of a scenarios folder.

    Raises:
        ScenarioError: a file is invalid, a code names a work that does not exist, or rests on an unknown code.
    """
    file = read_entry(BibliographyFile, root, "figures", "bibliography")
    bibliography = Bibliography(file, _rows(root))
    known = bibliography.codes()
    for code, entry in file.codes.items():
        if bool(entry.says) == (code in bibliography.rows):
            raise read(root / "figures" / "bibliography.yaml", root).error(
                "a code needs words, unless it is a row of figures, which has its own", ("codes", code),
                found=entry.says or "no `says`", expected="says, for a code that is no row",
            )  # fmt: skip
        for names, existing, key in ((entry.works, file.works, "works"), (entry.from_, known, "from")):
            for at, name in enumerate(names):
                if name not in existing and bibliography.resolve(name) is None:
                    raise read(root / "figures" / "bibliography.yaml", root).error(
                        f"`{code}` names a source that does not exist", ("codes", code, key, at), found=name,
                        expected="the key of a work" if key == "works" else "a code",
                        nearest=nearest_name(name, list(existing)), do="correct the name, or add the entry",
                    )  # fmt: skip
    return bibliography


def _rows(root: Path) -> dict[str, dict[str, Any]]:
    """The rows of the files of figures by id."""
    files = (read(root / "figures" / f"{name}.yaml", root) for name in ROWS)
    return {str(row["id"]): row for file in files for row in file.tree["rows"]}


def _of_row(code: str, row: dict[str, Any]) -> Reference:
    """A row of figures as a reference. Its source leads to its work; an assumption's note is its reason."""
    measure = row.get("measure") or " ".join(
        str(row[key]).replace("-", " ") for key in ("kind", "benefit", "who") if key in row
    )
    amount = _amount(row)
    parts = [f"{measure}: {amount}" if amount else str(measure)]
    parts += [str(row[key]) for key in ("period", "geography") if row.get(key, "not stated") != "not stated"]
    rests_on = tuple(names_in(str(row["source"])))
    assumed = row.get("evidence") == "assumption" or row.get("source_kind") == "assumption"
    note = str(row.get("note", "")) if assumed else ""
    more = tuple(name for name in names_in(note) if name != code and name not in rests_on)
    said = "" if str(row["source"]).startswith(DERIVED) else str(row["source"])
    why = "; ".join(part for part in (said, note) if part) if assumed or not rests_on else ""
    return Reference(code, ", ".join(parts), rests_on=(*rests_on, *more), why=why)


def _amount(row: dict[str, Any]) -> str:
    value = row.get("value")
    text = f"{value:,.10g}" if isinstance(value, int | float) else ""
    if "low" in row and "high" in row and isinstance(row["low"], int | float):
        text = f"{text} ({row['low']:,.10g}-{row['high']:,.10g})".strip()
    return f"{text} {row.get('unit', '')}".strip()
