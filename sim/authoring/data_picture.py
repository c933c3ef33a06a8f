"""A picture of the data flow, from scenario files to the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.authoring.drawing import GREY, INK, Drawing
from sim.files.entry import Lang

WIDTH, HEIGHT = 900, 504
BOX_WIDTH, BOX_HEIGHT = 186, 92
COLUMNS = (10, 244, 478, 704)
"""Left edges of the four columns of boxes, in pixels."""

TITLE = {"en": "The flow of the data", "da": "Dataenes vej"}

FRAME = (466, 34, 430, 336)
"""Left, top, width and height of the frame around the stations of one run, in pixels."""
RUN = {"en": "One run, in a worker (sim/runs/)", "da": "Én kørsel, i en proces (sim/runs/)"}


@dataclass(frozen=True, slots=True)
class Station:
    """A box of the picture: ``words`` has a title and up to three lines in each language."""

    column: int
    y: int
    words: dict[Lang, tuple[str, ...]]
    side: bool = False  # beside the main flow

    @property
    def x(self) -> int:
        return COLUMNS[self.column]


STATIONS: dict[str, Station] = {
    "law": Station(
        0,
        44,
        {
            "en": ("1 Law and practice", "regimes, reforms, packages,", "practices, from scenarios/", "(sim/law/)"),
            "da": ("1 Lov og praksis", "lovgrundlag, forslag, pakker,", "praksis, fra scenarios/", "(sim/law/)"),
        },
    ),
    "place": Station(
        0,
        148,
        {
            "en": ("1 People and place", "people, place, office,", "calendar, from scenarios/", "(sim/place/)"),
            "da": ("1 Borgere og kommune", "borgere, kommune, kontor,", "kalender, fra scenarios/", "(sim/place/)"),
        },
    ),
    "study": Station(
        1,
        44,
        {
            "en": ("2 Study and columns", "law over time, practice, use", "of hours: resolved once", "(sim/study/)"),
            "da": (
                "2 Undersøgelse, søjler",
                "lov over tid, praksis, brug",
                "af timer: afgjort én gang",
                "(sim/study/)",
            ),
        },
    ),
    "world": Station(
        2,
        44,
        {
            "en": ("3 World", "integer tables: people, rules,", "calendar, staff", "(sim/world/)"),
            "da": ("3 Verden", "heltal: borgere, regler,", "kalender, personale", "(sim/world/)"),
        },
    ),
    "engine": Station(
        3,
        44,
        {
            "en": ("4 Engine", "reference (SimPy) or kernel", "(numba): the same log", "(sim/engine/)"),
            "da": ("4 Motor", "reference (SimPy) eller", "kerne (numba): samme log", "(sim/engine/)"),
        },
    ),
    "log": Station(
        3,
        266,
        {
            "en": ("5 Log", "one row of integers per event,", "enough for every measure", "(sim/world/log/)"),
            "da": ("5 Log", "en række heltal pr. hændelse,", "nok til alle mål", "(sim/world/log/)"),
        },
    ),
    "measures": Station(
        2,
        266,
        {
            "en": ("6 Measures", "hours, waits, deadlines,", "caseloads, money: one table", "(sim/measures/)"),
            "da": ("6 Mål", "timer, ventetid, frister,", "sagstal, penge: en tabel", "(sim/measures/)"),
        },
    ),
    "result": Station(
        1,
        266,
        {
            "en": ("7 Result", "paired differences over", "replications, with intervals", "(sim/results/)"),
            "da": ("7 Resultat", "parrede forskelle over", "gentagelser, med intervaller", "(sim/results/)"),
        },
    ),
    "report": Station(
        0,
        266,
        {
            "en": ("8 Report", "charts, text, page:", "English or Danish", "(sim/report/)"),
            "da": ("8 Rapport", "figurer, tekst, side:", "dansk eller engelsk", "(sim/report/)"),
        },
    ),
    "figures": Station(
        2,
        400,
        {
            "en": ("Sourced figures", "prices, norms, statistics,", "the papers' claims", "(sim/figures/)"),
            "da": ("Tal med kilde", "priser, normer, statistik,", "oplæggenes tal", "(sim/figures/)"),
        },
        side=True,
    ),
    "journal": Station(
        3,
        400,
        {
            "en": ("Journal", "one citizen's history with", "the clause behind each entry", "(sim/journal/)"),
            "da": ("Journal", "én borgers historie med", "reglen bag hver linje", "(sim/journal/)"),
        },
        side=True,
    ),
}

ARROWS: tuple[tuple[str, str], ...] = (
    ("law", "study"),
    ("study", "world"),
    ("place", "study"),
    ("world", "engine"),
    ("engine", "log"),
    ("log", "measures"),
    ("measures", "result"),
    ("result", "report"),
    ("log", "journal"),
    ("figures", "measures"),
)


def data_picture(lang: Lang = "en") -> str:
    """The picture as SVG text, 900 pixels wide."""
    picture = Drawing(WIDTH, HEIGHT, TITLE[lang])
    picture.text(10, 26, TITLE[lang], size=17, bold=True)
    picture.box(*FRAME, stroke=GREY)
    picture.text(FRAME[0] + 22, 205, RUN[lang], size=11, fill=GREY)
    for start, end in ARROWS:
        _arrow(picture, STATIONS[start], STATIONS[end])
    for station in STATIONS.values():
        _station(picture, station, lang)
    return picture.svg()


def _station(picture: Drawing, station: Station, lang: Lang) -> None:
    fill, stroke = ("#f1f3f4", GREY) if station.side else ("#e8f1f8", "#005a92")
    picture.box(station.x, station.y, BOX_WIDTH, BOX_HEIGHT, fill=fill, stroke=stroke)
    title, *lines = station.words[lang]
    picture.text(station.x + 10, station.y + 22, title, size=12.5, bold=True)
    for number, line in enumerate(lines):
        picture.text(station.x + 10, station.y + 42 + 17 * number, line, size=11, fill=INK)


def _arrow(picture: Drawing, start: Station, end: Station) -> None:
    """An arrow from ``start`` to the facing side of ``end``, with one bend if they share neither row nor column."""
    if start.column == end.column:
        x = start.x + BOX_WIDTH / 2
        if end.y > start.y:
            _pointed(picture, [(x, start.y + BOX_HEIGHT), (x, end.y)], "down")
        else:
            _pointed(picture, [(x, start.y), (x, end.y + BOX_HEIGHT)], "up")
    elif start.y != end.y:
        y, x = start.y + BOX_HEIGHT / 2, end.x + BOX_WIDTH / 2
        _pointed(picture, [(start.x + BOX_WIDTH, y), (x, y), (x, end.y + BOX_HEIGHT)], "up")
    elif end.column > start.column:
        y = start.y + BOX_HEIGHT / 2
        _pointed(picture, [(start.x + BOX_WIDTH, y), (end.x, y)], "right")
    else:
        y = start.y + BOX_HEIGHT / 2
        _pointed(picture, [(start.x, y), (end.x + BOX_WIDTH, y)], "left")


def _pointed(
    picture: Drawing, points: list[tuple[float, float]], towards: Literal["up", "down", "left", "right"]
) -> None:
    picture.line(points, width=2)
    picture.head(*points[-1], towards)
