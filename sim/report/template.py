"""The templates of the pages."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sim.files.entry import Lang
from sim.report.law_notes import law_notes, unfinished_note
from sim.report.manifest import Manifest
from sim.report.printed import is_section, printed
from sim.report.source_links import anchors, cites, linked
from sim.report.table_titles import table_title
from sim.report.words import effects_text, phrase


def filled(name: str, manifest: Manifest, lang: Lang, *, paper: bool = False, **values: object) -> str:
    """A template with its values and with what every page says of the study. Text is escaped, and an unknown name is an error.

    Args:
        paper: whether the page is only printed, so that tables need no column by which a reader sorts.
    """
    environment = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def words(key: str, **blanks: object) -> str:
        return phrase(key, lang, **blanks)

    places = anchors(manifest)

    def cited(text: str) -> Markup:
        return linked(text, places)

    return environment.get_template(name).render(
        t=words,
        cited=cited,
        cites=cites,
        table_title=lambda name: table_title(name, lang),
        paper=paper,
        on_paper=printed if paper else lambda table: table,
        is_section=is_section,
        lang=lang,
        title=manifest.title.of(lang),
        hash=manifest.run_hash_short(),
        manifest=manifest,
        effects=effects_text(manifest, lang),
        law=law_notes(manifest, lang),
        unfinished=unfinished_note(manifest, lang) if manifest.unfinished else "",
        **values,
    )
