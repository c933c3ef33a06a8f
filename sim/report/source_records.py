"""The sources behind the codes of a result, as the manifest keeps them."""

from __future__ import annotations

from sim.report.record import Record


class CodeRecord(Record):
    """The meaning of a code: the keys of the works that it was read in, the codes that it rests on, and a reason."""

    code: str
    says: str
    works: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    place: str = ""
    why: str = ""


class WorkRecord(Record):
    """A work. ``title_from`` is page, address or subject; ``no_address`` is the reason why there is no address."""

    key: str
    author: str
    title: str
    title_from: str
    year: str
    address: str = ""
    no_address: str = ""
    codes: tuple[str, ...] = ()


class BibliographyRecord(Record):
    """The codes that a result uses, with those that they rest on, and their works."""

    codes: tuple[CodeRecord, ...] = ()
    works: tuple[WorkRecord, ...] = ()
