"""A picture of groups and flows under a rule set: a row for each group, a column for each way between groups."""

from __future__ import annotations

from dataclasses import replace

from sim.authoring.drawing import GREY, RULE, Drawing
from sim.authoring.ways import Cause, Way, ways_between
from sim.files.entry import Lang, Title
from sim.law.clauses.regime import Regime
from sim.law.compose.rule_set import RuleSet
from sim.place.people.model import People

COLOURS: dict[Cause, str] = {"life": "#005a92", "clock": "#9c4100", "decision": "#00664a", "return": "#5b3f8c"}

LEFT, TOP, RIGHT = 240, 208, 118
"""Width of the boxes, height of the slanted headings, room for the last heading, in pixels."""
ROW, COLUMN, BOX = 40, 25, 32

CAUSES: dict[Cause, Title] = {
    "life": Title(en="Life: no decision", da="Livet: ingen afgørelse"),
    "clock": Title(en="Clock: a term ends", da="Ur: en frist udløber"),
    "decision": Title(en="Decision: need detected", da="Afgørelse: behov opdaget"),
    "return": Title(en="Return", da="Tilbage"),
}

WORDS: dict[str, Title] = {
    "insured-falls-ill": Title(en="An insured citizen falls ill", da="En dagpengemodtager bliver syg"),
    "flexjob-worker-falls-ill": Title(en="A flex-job worker falls ill", da="En fleksjobber bliver syg"),
    "new-right-to-dagpenge": Title(en="Earns a right to dagpenge", da="Optjener ret til dagpenge"),
    "finds-flexjob": Title(en="Finds a flex job", da="Finder et fleksjob"),
    "loses-flexjob": Title(en="Loses a flex job", da="Mister et fleksjob"),
    "return": Title(en="Recovers and returns", da="Rask og tilbage"),
    "to-work": Title(en="Finds work", da="Kommer i arbejde"),
    "to-education": Title(en="Begins an education", da="Begynder uddannelse"),
    "to-self-support": Title(en="Becomes self-supporting", da="Bliver selvforsørgende"),
    "to-recovered": Title(en="Recovers and leaves", da="Raskmeldes"),
    "to-insured": Title(en="Fit again, on dagpenge", da="Rask igen, på dagpenge"),
    "back-from-work": Title(en="Is back on a benefit", da="Er tilbage på ydelse"),
    "back-from-recovered": Title(en="Is sick-listed again", da="Er sygemeldt igen"),
    "to-pension-age": Title(en="Reaches pension age", da="Når pensionsalderen"),
}
"""Headings of ways that do not belong to a procedure."""

DESTINATIONS: dict[str, Title] = {
    "work": Title(en="Work", da="Arbejde"),
    "education": Title(en="Education", da="Uddannelse"),
    "self-support": Title(en="Self-support", da="Selvforsørgelse"),
    "recovered": Title(en="Recovered", da="Raskmeldt"),
    "recovered-or-self-supporting": Title(en="Recovered or self-support", da="Rask el. selvforsørget"),
    "self-supporting": Title(en="Self-support", da="Selvforsørgelse"),
    "pension-age": Title(en="Pension age", da="Pensionsalder"),
    "disability-pension": Title(en="Disability pension", da="Førtidspension"),
}
OUT = Title(en="out of the system", da="ud af systemet")
SAME_ROW = {"self-supporting": "self-support"}
"""A destination -> the destination whose row it shares."""

SHORT: dict[str, Title] = {
    "job-ready": Title(en="Job-ready", da="Jobparate"),
    "activity-ready": Title(en="Activity-ready", da="Aktivitetsparate"),
    "flexjob-unemployed": Title(en="Flex-job entitled, no job", da="Fleksjobvisiterede"),
}
"""Shorter titles of groups whose full title repeats the benefit on the next line."""

FROM, TO = Title(en="from", da="fra"), Title(en="to", da="til")
TEAM = Title(en="the rehabilitation team may hear the case", da="rehabiliteringsteamet kan behandle sagen")
LEFT_OUT = Title(en="Groups of unknown volume are left out.", da="Grupper af ukendt omfang er udeladt.")
HEADLINE = Title(en="Groups and flows under {name}", da="Målgrupper og strømme under {name}")


def flow_picture(rules: RuleSet, people: People, lang: Lang = "en") -> str:
    """The picture as SVG text, about 950 pixels wide.

    Groups of grade ``unknown`` are left out, and so are ways that touch only such groups.
    """
    ways = _shown(ways_between(rules.regime, people), rules.regime)
    rows = _rows(rules.regime, ways)
    width = LEFT + COLUMN * len(ways) + RIGHT
    bottom = TOP + ROW * len(rows)
    title = HEADLINE.of(lang).format(name=rules.name)
    picture = Drawing(width, bottom + 82, title)
    picture.text(8, 24, title, size=17, bold=True)
    _lanes(picture, rows, rules.regime, lang, width - RIGHT + 8)
    for number, way in enumerate(ways):
        _column(picture, way, LEFT + COLUMN * (number + 0.7), rows, _heading(way, rules.regime, lang))
    _brackets(picture, ways, bottom + 8, lang)
    _legend(picture, bottom + 64, lang)
    return picture.svg()


def _shown(ways: tuple[Way, ...], regime: Regime) -> list[Way]:
    """The ways between shown groups and destinations."""
    hidden = {name for name, group in regime.groups.items() if group.evidence == "unknown"}
    shown = [
        replace(
            way,
            sources=tuple(name for name in way.sources if name not in hidden),
            targets=tuple(name for name in way.targets if name not in hidden),
            exits=tuple(dict.fromkeys(SAME_ROW.get(name, name) for name in way.exits)),
        )
        for way in ways
    ]
    return [way for way in shown if way.sources and (way.targets or way.exits)]


def _rows(regime: Regime, ways: list[Way]) -> dict[str, int]:
    """The row of each group in the order of the law, then of each destination that a way reaches."""
    reached = {destination for way in ways for destination in way.exits}
    groups = [name for name, group in regime.groups.items() if group.evidence != "unknown"]
    known = [name for name in DESTINATIONS if name in reached]
    return {name: row for row, name in enumerate([*groups, *known, *sorted(reached - set(known))])}


def _middle(row: int) -> float:
    return TOP + ROW * (row + 0.5)


def _lanes(picture: Drawing, rows: dict[str, int], regime: Regime, lang: Lang, end: float) -> None:
    for name, row in rows.items():
        y = _middle(row)
        picture.line([(LEFT, y), (end, y)], stroke=RULE, width=1)
        group = regime.groups.get(name)
        picture.box(
            8, y - BOX / 2, LEFT - 8, BOX, fill="#ffffff" if group else "#f1f3f4", stroke=GREY if group else RULE
        )
        if group:
            picture.text(16, y - 2, f"6.{group.lab}  {SHORT.get(name, group.title).of(lang)}", size=11, bold=True)
            picture.text(16, y + 12, group.benefit, size=10.5, fill=GREY)
        else:
            picture.text(16, y - 2, DESTINATIONS.get(name, _plain(name)).of(lang), size=11, bold=True)
            picture.text(16, y + 12, OUT.of(lang), size=10.5, fill=GREY)


def _column(picture: Drawing, way: Way, x: float, rows: dict[str, int], heading: str) -> None:
    colour = COLOURS[way.cause]
    sources = [rows[name] for name in way.sources]
    targets = [rows[name] for name in (*way.targets, *way.exits)]
    first, last = min(sources + targets), max(sources + targets)
    picture.line([(x, TOP - 8), (x, _middle(first))], stroke=RULE, width=1)
    picture.line([(x, _middle(first)), (x, _middle(last))], stroke=colour, width=2)
    for row in sources:
        picture.dot(x, _middle(row), 4.5, fill=colour)
    for row in targets:
        nearest = min(sources, key=lambda source: abs(source - row))
        picture.head(x, _middle(row), "down" if nearest < row else "up", fill=colour)
    picture.text(x + 3, TOP - 14, heading, size=11.5, fill=colour, angle=-58)
    if way.team:
        picture.text(x, TOP + 4, "T", size=11, fill=colour, bold=True, anchor="middle")


def _brackets(picture: Drawing, ways: list[Way], y: float, lang: Lang) -> None:
    for cause, title in CAUSES.items():
        numbers = [number for number, way in enumerate(ways) if way.cause == cause]
        if numbers:
            start, end = LEFT + COLUMN * (numbers[0] + 0.4), LEFT + COLUMN * (numbers[-1] + 1)
            picture.line([(start, y), (start, y + 8), (end, y + 8), (end, y)], stroke=COLOURS[cause], width=2)
            picture.text((start + end) / 2, y + 26, title.of(lang), fill=COLOURS[cause], bold=True, anchor="middle")


def _legend(picture: Drawing, y: float, lang: Lang) -> None:
    picture.dot(14, y - 4, 4.5, fill=GREY)
    picture.text(24, y, FROM.of(lang), fill=GREY)
    picture.head(76, y - 9, "up", fill=GREY)
    picture.head(90, y, "down", fill=GREY)
    picture.text(100, y, TO.of(lang), fill=GREY)
    picture.text(140, y, "T", fill=GREY, bold=True)
    picture.text(154, y, TEAM.of(lang), fill=GREY)
    picture.text(picture.width - 12, y, LEFT_OUT.of(lang), fill=GREY, anchor="end")


def _heading(way: Way, regime: Regime, lang: Lang) -> str:
    procedure = regime.procedures.get(way.name)
    return (procedure.title if procedure else WORDS.get(way.name, _plain(way.name))).of(lang)


def _plain(name: str) -> Title:
    words = name.replace("-", " ").capitalize()
    return Title(en=words, da=words)
