"""The base classes of all entries in scenario files. They accept known keys only."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from sim.files.value import IN_FILE, Grade, problem, unknown_key

Lang = Literal["en", "da"]
"""A language of the report."""


class Entry(BaseModel):
    """A mapping with known keys. An unknown key is an error that names the nearest known key."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _keys_are_known(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        known, required = _keys_of(cls)
        for key in raw:
            if key not in known:
                raise unknown_key(key, known)
        for key in required:
            if key not in raw:
                raise problem(f"the key `{key}` is missing", found=", ".join(map(str, raw)), expected=key)
        return raw


@cache
def _keys_of(entry: type[Entry]) -> tuple[dict[str, bool], tuple[str, ...]]:
    """The keys of an entry with whether each is required, and the required keys alone, in the order of the fields."""
    known = {field.alias or name: field.is_required() for name, field in entry.model_fields.items()}
    return known, tuple(key for key, is_required in known.items() if is_required)


class Title(Entry):
    """A title in English and Danish, the languages of the report."""

    LONGEST: ClassVar[int] = 160  # letters in a file; titles that the program joins from several may be longer

    en: str
    da: str

    @model_validator(mode="before")
    @classmethod
    def _is_in_both_languages(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            raise problem("this text needs both languages", found=raw, expected="{en: …, da: …}")
        return raw

    @field_validator("en", "da")
    @classmethod
    def _fits_above_a_chart(cls, text: str, info: ValidationInfo) -> str:
        if info.context == IN_FILE and len(text) > cls.LONGEST:
            found, expected = f"{len(text)} letters", f"{cls.LONGEST} letters at most"
            raise problem(
                "this text is too long for charts and tables", found=found, expected=expected, do="shorten it"
            )
        return text

    def of(self, lang: Lang) -> str:
        return self.da if lang == "da" else self.en


class Sourced(Entry):
    """An entry with an evidence grade and a source, which its values inherit unless they have their own."""

    evidence: Grade | None = None
    source: str | None = None
    note: str | None = None


class Label(Title):
    """A title that the legends of charts repeat, often beside a practice and a use of freed hours."""

    LONGEST: ClassVar[int] = 120


class Sentences(Title):
    """A few sentences in English and Danish, which the page prints as a paragraph."""

    LONGEST: ClassVar[int] = 1000


class Titled(Sourced):
    """An entry with a title, and a short title for charts and tables if the title is long."""

    title: Title
    short: Title | None = None  # for charts and tables; omitted if the title is short enough

    @property
    def short_title(self) -> Title:
        return self.short or self.title


def _none_word(raw: Any) -> Any:
    return None if raw == "none" else raw


Names = Annotated[tuple[str, ...], Field(strict=False)]
NoneWord = BeforeValidator(_none_word)  # the word `none` means an absent value
