"""The root regime in chapters: every clause with every value, grade and source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.authoring.rulebook.markdown import blocks, code, heading, link, table
from sim.authoring.rulebook.words import codes, origin, step, value_text
from sim.files.parse import values_in
from sim.law.clauses.activity import Activity
from sim.law.clauses.certificate import Certificate
from sim.law.clauses.duty import Duty
from sim.law.clauses.procedure import Procedure
from sim.law.clauses.regime import Group, Merger, OfferKind, Prolongation, Regime
from sim.law.reading.chapters import PARTS, Chapter, duties_by_demand, parts_of, section_of
from sim.law.reading.text import ranged, when

CHAPTERS = (
    "Target groups", "Duties", "Procedures", "Kinds of offer", "Grounds for prolonged sickness benefit", "Medical certificates",
    "Single parts", "Kinds of work",
)  # fmt: skip
"""Titles of the chapters, in order."""


def law(regime: Regime) -> str:
    """All chapters."""
    return blocks(
        heading(3, CHAPTERS[0]), _groups(regime), _mergers(regime),
        heading(3, CHAPTERS[1]), DUTIES, *(blocks(heading(4, f"Duties: {c.title}"), _duties(c)) for c in duties_by_demand(regime)),
        heading(3, CHAPTERS[2]), STEPS, *(_procedure(clause, p, regime) for clause, p in regime.procedures.items()),
        heading(3, CHAPTERS[3]), _offers(regime),
        heading(3, CHAPTERS[4]), _prolongations(regime),
        heading(3, CHAPTERS[5]), _certificates(regime),
        heading(3, CHAPTERS[6]), _parts(regime),
        heading(3, CHAPTERS[7]), WORK, _work(regime),
    )  # fmt: skip


DUTIES = (
    "“By” counts from the start of the duty, on its clock. A duty that does not hold can be switched on by a proposal. "
    "“Only” and “not” name traits of citizens (people file)."
)
STEPS = "Steps are numbered from 0, as in the paths of changes (`procedures.flexjob.steps.1`)."
WORK = (
    "Minutes are those of one piece of work. A meeting has minutes with the citizen and minutes around the meeting. "
    "“Spread” is the coefficient of variation."
)


_ACT = re.compile(r"[,;]\s+(?=[A-Z]{3,4}\b)")
"""The separator between references to two acts."""


def by_section(regime: Regime) -> dict[str, list[tuple[str, str]]]:
    """Section of the law -> (clause, title of its chapter) of every clause that names it, in the order of acts and sections.

    A clause that names two acts is listed under both.
    """
    rows = [(law, clause, chapter) for laws, clause, chapter in _named_laws(regime) for law in _ACT.split(laws)]
    index: dict[str, list[tuple[str, str]]] = {}
    for law, clause, chapter in sorted(rows, key=lambda row: (_act(row[0]), _numbers(row[0]), row[0])):
        index.setdefault(law, []).append((clause, chapter))
    return index


def _named_laws(regime: Regime) -> Iterator[tuple[str, str, str]]:
    for chapter in duties_by_demand(regime):
        for clause, entry in chapter.entries.items():
            yield getattr(entry, "law", ""), clause, f"Duties: {chapter.title}"
    for name, procedure in regime.procedures.items():
        if procedure.law:
            yield procedure.law, f"procedures.{name}", procedure_title(name, procedure)
    for section, chapter_title in (("groups", CHAPTERS[0]), ("offers", CHAPTERS[3]), ("prolongations", CHAPTERS[4])):
        for clause, entry in section_of(regime, section).entries.items():
            yield getattr(entry, "law", ""), clause, chapter_title
    for clause, entry in parts_of(regime).entries.items():
        if law := getattr(entry, "law", ""):
            yield law, clause, CHAPTERS[6]


def _act(law: str) -> str:
    return law.split(maxsplit=1)[0]


def _numbers(law: str) -> list[int]:
    """The sort key within an act: chapters come after sections."""
    return [int("ch." in law), *map(int, re.findall(r"\d+", law))]


def _groups(regime: Regime) -> str:
    return table(
        ["Clause", "Title", "LAB § 6", "Benefit", "Six months count", "Restart at a switch to it", "Caseworker", "Law", "Grade: source"],
        [
            (code(f"groups.{name}"), group.title.en, group.lab or "outside", _benefit(group), group.clock,
             "yes" if group.restarts else "no", group.caseworker, group.law, origin(group))
            for name, group in regime.groups.items()
        ],
    )  # fmt: skip


def _benefit(group: Group) -> str:
    return group.benefit + (f" (counts with {group.counts_with})" if group.counts_with else "")


def _mergers(regime: Regime) -> str:
    rows = []
    for clause, entry in section_of(regime, "mergers").entries.items():
        assert isinstance(entry, Merger)
        merged = "; ".join(f"{name}: {', '.join(groups)}" for name, groups in entry.groups.items())
        rows.append((code(clause), entry.title.en, merged, origin(entry)))
    for name, meaning in (
        ("adult_from", "Age from which a citizen gets cash benefit"),
        ("of_age", "Age at which the group of those under 18 ends"),
        ("pension_age", "Age at which a citizen leaves for the old-age pension"),
    ):
        age = getattr(regime, name)
        rows.append((code(name), meaning, ranged(age), origin(age)))
    if regime.adult_if:
        rows.append(
            (
                code("adult_if"),
                "Traits with which a citizen gets cash benefit before that age",
                codes(regime.adult_if),
                "",
            )
        )
    rows.append((code("merged_groups"), "Merger in force", regime.merged_groups or "none", ""))
    return table(["Clause", "What", "Says", "Grade: source"], rows)


def _duties(chapter: Chapter) -> str:
    return table(
        ["Clause", "Title", "Who", "When", "Starts by (clock)", "Asks for", "Law", "Grade: source"],
        [
            (code(clause), duty.title.en, _who(duty), _when(duty), f"{', '.join(duty.starts)} ({duty.clock})", _asks(duty),
             duty.law, origin(duty))
            for clause, duty in chapter.entries.items() if isinstance(duty, Duty)
        ],
    )  # fmt: skip


def _who(duty: Duty) -> str:
    only = f"; only {', '.join(duty.only)}" if duty.only else ""
    exempt = f"; not {', '.join(duty.exempt)}" if duty.exempt else ""
    return f"{', '.join(duty.groups)}{only}{exempt}"


def _when(duty: Duty) -> str:
    names = ("due", "every", "counted_within", "begins_before", "deadline")
    terms = {name: value_text(value, duty) for name in names if (value := getattr(duty, name)) is not None}
    if duty.meetings is not None:
        terms |= {"meetings": value_text(duty.meetings.count, duty), "within": value_text(duty.meetings.within, duty)}
    at_once = duty.due is not None and duty.due.value.days == 0
    text = when(terms).replace("at once", f"at once ({terms['due']})") if at_once else when(terms)
    text += f"; from no. {duty.from_instance}" if duty.from_instance > 1 else ""
    return text if duty.active else f"does not hold ({text})"


def _asks(duty: Duty) -> str:
    text = code(duty.activity) if duty.activity else f"procedure {code(duty.procedure)}"
    text += f", {duty.form}" if duty.form else ""
    text += f"; the first is that of {code(duty.first_is)}" if duty.first_is else ""
    text += f"; from a meeting of {codes(duty.follows)} on" if duty.follows else ""
    text += "; short notice" if duty.notice == "short" else ""
    return text + ("; may show a need" if duty.detects else "")


def procedure_title(name: str, procedure: Procedure) -> str:
    """The heading of a procedure."""
    return f"procedures.{name}: {procedure.title.en}"


def _procedure(name: str, procedure: Procedure, regime: Regime) -> str:
    facts = [procedure.law or "no law", f"[{origin(procedure)}]" if origin(procedure) else ""]
    if not procedure.active:
        facts.append("no new cases")
    facts += [f"the team hears a case of the kind {code(case)} {how}" for case, how in procedure.required.items()]
    if procedure.certificate is not None:
        valid = procedure.certificate.valid_for
        old = f", valid for {value_text(valid, procedure)}" if valid else ""
        facts.append(f"certificate {procedure.certificate.required}{old}")
    if procedure.team_due is not None:
        facts.append(f"before the team within {value_text(procedure.team_due, procedure)}")
    steps = "\n".join(f"{number}. {step(entry, regime)}" for number, entry in enumerate(procedure.steps))
    return blocks(heading(4, procedure_title(name, procedure)), "; ".join(filter(None, facts)) + ".", steps)


def _offers(regime: Regime) -> str:
    rows = []
    for name, kind in regime.offers.items():
        assert isinstance(kind, OfferKind)
        counts = "yes" if kind.counts else "no"
        rows.append(
            (code(f"offers.{name}"), kind.title.en, value_text(kind.lasts, kind), counts, kind.law, origin(kind))
        )
    return table(["Clause", "Title", "Lasts", "Counts as right and duty", "Law", "Grade: source"], rows)


def _prolongations(regime: Regime) -> str:
    rows = []
    for name, ground in regime.prolongations.items():
        assert isinstance(ground, Prolongation)
        limit = value_text(ground.limit, ground) if ground.limit else "none"
        waits = ground.waits_for or "–"
        cells = (f"nr. {ground.number}", ground.title.en, limit, waits, ground.law, origin(ground))
        rows.append((code(f"prolongations.{name}"), *cells))
    limits = [
        (
            code(f"term_limits.{name}"), "", name, f"{value_text(term.at_most, term)}, from {value_text(term.last, term)} before", "",
            term.law, origin(term),
        )
        for name, term in regime.term_limits.items()
    ]  # fmt: skip
    return table(
        ["Clause", "§ 27(1)", "Title", "At most", "While this waits", "Law", "Grade: source"], [*rows, *limits]
    )


def _certificates(regime: Regime) -> str:
    rows = []
    for name, paper in regime.certificates.items():
        assert isinstance(paper, Certificate)
        time = f"median {ranged(paper.delivery.median)}, mean {ranged(paper.delivery.mean)} [{origin(paper.delivery.mean)}]"
        fee = f"{ranged(paper.fee)} [{origin(paper.fee)}]"
        rows.append((code(f"certificates.{name}"), paper.title.en, fee, time))
    return table(["Clause", "Title", "Fee", "Delivered after"], rows)


def _parts(regime: Regime) -> str:
    rows = []
    for name, title in PARTS.items():
        entry = getattr(regime, name)
        values = [f"{v.path.removeprefix(f'{name}.')} {value_text(v, entry)}" for v in values_in(entry)]
        words = [f"{key} {_plain(item)}" for key, item in _words_of(entry) if key not in {"law", "title", "short"}]
        rows.append((code(name), title, "; ".join([*values, *words]), getattr(entry, "law", ""), origin(entry)))
    return table(["Clause", "What", "Says", "Law", "Grade: source"], rows)


def _words_of(entry: object) -> Iterator[tuple[str, object]]:
    """The fields of a part that are not values: names, lists of names, booleans."""
    for key in type(entry).model_fields:  # type: ignore[attr-defined]
        thing = getattr(entry, key)
        if key in {"evidence", "source", "note"}:
            continue
        if hasattr(type(thing), "model_fields"):
            yield from ((f"{key}.{inner}", item) for inner, item in _words_of(thing))
        elif thing is None or isinstance(thing, str | bool | tuple):
            yield key, thing


def _plain(thing: object) -> str:
    if thing is None:
        return "none"
    if isinstance(thing, bool):
        return "yes" if thing else "no"
    return codes(thing) if isinstance(thing, tuple) else code(thing)


def _work(regime: Regime) -> str:
    return table(
        ["Clause", "Title", "Role", "Minutes", "Spread", "With the citizen", "Grade: source"],
        [
            (code(f"activities.{name}"), activity.title.en, activity.role, _minutes(activity),
             value_text(activity.cv, activity) if activity.cv else "–",
             value_text(activity.contact_share, activity) if activity.contact_share else "–", origin(activity))
            for name, activity in regime.activities.items()
        ],
    )  # fmt: skip


def _minutes(activity: Activity) -> str:
    forms = [
        f"{form}: {value_text(f.contact, activity)} and {value_text(f.around, activity)} around"
        for form, f in activity.forms.items()
    ]
    text = "; ".join(forms) or (value_text(activity.minutes, activity) if activity.minutes else "given elsewhere")
    text += "; within a meeting" if activity.rides else ""
    return text + ("; a flat amount" if activity.small else "")


def contents(regime: Regime) -> str:
    """The table of contents of the chapters, in two levels."""
    lines = []
    for title in CHAPTERS:
        lines.append(f"  - {link(title, title)}")
        if title == "Duties":
            lines += [f"    - {link(c.title, f'Duties: {c.title}')}" for c in duties_by_demand(regime)]
        if title == "Procedures":
            every = [link(name, procedure_title(name, p)) for name, p in regime.procedures.items()]
            lines.append(f"    - {' · '.join(every)}")
    return "\n".join(lines)
