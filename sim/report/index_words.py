"""Indices of sensitivity in words: titles of factors, numbers with their intervals, and how to read them."""

from __future__ import annotations

from sim.files.entry import Lang
from sim.report.captions import row_label
from sim.report.index_record import CHANCE, LEADING, IndexRecord, IndicesRecord
from sim.report.manifest import Manifest
from sim.report.words import capital, column_label, decimals_for, in_millions, label, number, phrase, shown

HUNDRED = 100.0
SHARES = ("sobol", "shapley")
"""Methods whose indices are shares of the variance."""


def known(manifest: Manifest) -> IndicesRecord:
    """The record of a manifest that has one."""
    assert manifest.indices is not None
    return manifest.indices


def name_of(key: tuple[str, str, str], lang: Lang, manifest: Manifest) -> str:
    """The words of a headline."""
    return row_label(*key, lang, manifest)


def titles(record: IndicesRecord, lang: Lang) -> dict[str, str]:
    """The words of each factor by its name."""
    words = {factor.name: capital(factor.title.of(lang)) for factor in record.factors}
    return words | {CHANCE: phrase("i_chance", lang)}


class Scale:
    """How the indices of a headline are printed: shares in percent, effects in the unit of the headline."""

    def __init__(self, record: IndicesRecord, key: tuple[str, str, str], lang: Lang) -> None:
        rows = [row for row in record.rows if row.key == key]
        self._lang: Lang = lang
        self._share = record.method in SHARES
        self._unit = rows[0].unit
        sizes = (
            []
            if self._share
            else [shown(value, self._unit) for row in rows for value in (row.value,) if value is not None]
        )
        millions = not self._share and in_millions(self._unit, *sizes)
        self._factor = 1e-6 if millions else 1.0
        self._places = 1 if millions else 0 if self._share or not sizes else decimals_for(*sizes, unit=self._unit)
        million = ("million " if lang == "en" else "mio. ") if millions else ""
        self.words = "%" if self._share else f"{million}{label('unit', self._unit, lang)}"

    def size(self, value: float) -> float:
        """A value in the unit of :attr:`words`."""
        return HUNDRED * value if self._share else shown(value, self._unit) * self._factor

    def text(self, value: float | None, *, signed: bool = False) -> str:
        """A value as text; a dash if there is none."""
        return "–" if value is None else number(self.size(value), self._lang, self._places, signed=signed)

    def interval(self, row: IndexRecord | None, *, signed: bool = False) -> str:
        """The interval of an index as text; a dash if there is none."""
        if row is None or row.low is None or row.high is None:
            return "–"
        low, high = (self.text(end, signed=signed or row.low < 0) for end in (row.low, row.high))
        return phrase("i_ends", self._lang, low=low, high=high)


def note(manifest: Manifest, lang: Lang = "en") -> str:
    """What was sampled, and how the indices are to be read."""
    record = known(manifest)
    text = phrase(
        f"i_note_{record.method}", lang, samples=record.samples, pairs=number(record.pairs, lang, 0),
        values=record.values, factors=len(record.factors), level=number(HUNDRED * record.confidence, lang, 0),
    )  # fmt: skip
    fewest = min((row.samples for row in record.rows if row.index == LEADING[record.method]), default=record.samples)
    if fewest < record.samples:
        text += " " + phrase("i_left_out", lang, left=record.samples - fewest, samples=record.samples)
    choices = [factor.title.of(lang) for factor in record.factors if factor.choice]
    if choices:
        text += " " + phrase("u_choices", lang, titles=phrase("u_and", lang).join(choices))
    return f"{text} {phrase('i_column', lang, column=column_label(record.column, lang, manifest))}"
