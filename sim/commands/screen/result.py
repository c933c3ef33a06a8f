"""The finished result of ``jobsim run``, on the screen and as data. What takes long to import is imported where it is used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.output import counted
from sim.files.shell import shell_words

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.result import Result

MOST_CUTS = 4
"""Up to so many cuts, the screen says what stopped each team. The page says it of all."""


@dataclass(frozen=True)
class Done:
    """What a call did.

    Attributes:
        folder: the folder of results.
        made, reused: runs.
        charts: whether the result has charts as files.
    """

    folder: Path
    made: int
    reused: int
    seconds: float
    charts: bool

    @property
    def runs(self) -> dict[str, Any]:
        """The runs as data."""
        return {"made": self.made, "reused": self.reused, "seconds": round(self.seconds, 1)}


def show(result: Result, out: Console) -> None:
    """Print the comparison, the staff that is enough, and the use of freed hours."""
    from sim.report import print_comparison, print_country
    from sim.report.cut_words import cut_lines, money_text, posts_text
    from sim.report.under_cut import under_cut_lines
    from sim.report.words import column_label, phrase

    def named(place: str, column: str) -> str:
        words = column_label(column, "en", result.manifest)
        return f"{place}, {words}" if len(result.manifest.places) > 1 else words

    country = result.country()
    if country is not None:
        print_country(country, result.manifest, console=out)
        return
    print_comparison(result.measures, result.comparisons, result.manifest, console=out)
    print_certainty(result, out)
    for place in result.manifest.places:
        for line in under_cut_lines(result.manifest.at(place), "en"):
            out.print(line, soft_wrap=True)
    for cut in result.manifest.capacity:
        name = named(cut.place, cut.column)
        out.print(phrase("cut_line_head", "en", column=name, base=f"{cut.total['baseline']:.1f}"), soft_wrap=True)
        for line in cut_lines(cut, "en", result.manifest, units=len(result.manifest.capacity) <= MOST_CUTS):
            out.print(f"  {line}", soft_wrap=True)
    searched = {(cut.place, cut.kept) for cut in result.manifest.capacity}
    bounds = [bound for bound in result.manifest.bounds if (bound.place, bound.column) not in searched]
    for bound in bounds if len(bounds) <= MOST_CUTS else []:
        name = named(bound.place, bound.column)
        out.print(phrase("cut_line_head", "en", column=name, base=f"{bound.posts:.1f}"), soft_wrap=True)
        words = {"posts": posts_text(bound.total, "en"), "dkk": money_text(bound.dkk, "en")}
        out.print(f"  {phrase('cut_line_bound', 'en', **words)}", soft_wrap=True)
    for use in result.manifest.reinvested:
        name = named(use.place, use.column)
        if use.into == "meetings":
            more = [f"{unit} {_signed(number)}" for unit, number in use.more.items()]
            out.print(
                f"Hours reinvested, {name}: more meetings per citizen of heavy need and year: {', '.join(more)}.",
                soft_wrap=True,
            )
        else:
            moved = {team: round(posts - use.baseline[team], 1) for team, posts in use.posts.items()}
            changes = [f"{team} {_signed(posts)}" for team, posts in moved.items() if posts]
            out.print(
                f"Hours reinvested, {name}: {use.freed:.1f} freed posts moved: {', '.join(changes) or 'none'}.",
                soft_wrap=True,
            )


def print_files(done: Done, out: Console, *, excel: bool = False) -> None:
    """Print how many runs were made, and where the files are."""
    taken = f"{done.seconds:.0f} s" if done.seconds >= 10 else f"{done.seconds:.1f} s"
    out.print(f"{counted(done.made, 'run')} made, {done.reused} reused, {taken}. Files, all in {done.folder}:")
    for name, content in (
        ("report.html", "the page to read"),
        *([("charts/", "each as png, svg, pdf and its numbers as csv")] if done.charts else []),
        ("tables/", "measures and comparisons as csv and parquet; every replication in measures.parquet"),
        *([("*/*.excel.csv", "tables and numbers of charts for a Danish Excel")] if excel else []),
        ("manifest.json", "a description of the runs"),
    ):
        out.print(f"  {name:<14} {content}")


def print_certainty(result: Result, out: Console) -> None:
    """Print what is sure and what is not, for each place."""
    from sim.report.certainty import certainty
    from sim.report.headline import headline
    from sim.report.levels import study_columns
    from sim.report.proposals import is_wide
    from sim.report.words import phrase

    for place in result.manifest.places:
        manifest = result.manifest.at(place)
        if is_wide(study_columns(result.measures, result.comparisons, result.manifest)):
            return
        shown = headline(result.measures, result.comparisons, manifest)
        lines = certainty(shown, manifest, study=shell_words(result.study.argument))
        if lines:
            several = len(result.manifest.places) > 1
            out.print(f"\n{phrase('screen_ranges')}{f', {place}' if several else ''}", style="bold")
        for line in lines:
            out.print(f"{line.head} {line.text}")
    out.print()


def _signed(number: float) -> str:
    """A signed number with one decimal; "no difference" if that is zero."""
    return f"{number:+.1f}" if round(number, 1) else "no difference"


def as_data(result: Result) -> dict[str, Any]:
    """The data that ``--json`` prints, but for the runs of the call."""
    from sim.report.captions import interval_line
    from sim.report.headline import headline

    manifest, country = result.manifest, result.country()
    places = manifest.places if country is None else ()  # a study of a list has its tables instead
    by_place = {place: headline(result.measures, result.comparisons, manifest.at(place)) for place in places}
    headlines = [{"place": place, **row} for place, rows in by_place.items() for row in rows.to_dict("records")]
    return {
        "study": result.study.name,
        "folder": str(result.folder),
        "files": {
            "report": str(result.folder / "report.html"),
            "manifest": str(result.folder / "manifest.json"),
            "measures": str(result.folder / "tables" / "measures.csv"),
            "comparisons": str(result.folder / "tables" / "comparisons.csv"),
            **({"proposals": str(result.folder / "tables" / "proposals.csv")} if manifest.proposals_alone else {}),
            **({"charts": str(result.folder / "charts")} if country is None else {}),
        },
        "run_hash": manifest.run_hash,
        "interval": next((interval_line(rows, "en") or None for rows in by_place.values()), None),
        "capacity": [cut.model_dump(mode="json") for cut in manifest.capacity],
        "reinvested": [use.model_dump(mode="json") for use in manifest.reinvested],
        "proposals": list(manifest.proposals_alone),
        "headlines": headlines,
        "ranges": result.ranges().to_dict("records"),
        "precision": [each.model_dump(mode="json") for each in result.manifest.precision],
        **(
            {}
            if country is None
            else {"country": {name: table.to_dict("records") for name, table in country.tables().items()}}
        ),
        "under_cut": [each.model_dump(mode="json") for each in manifest.under_cut],
        "break_even": [each.model_dump(mode="json") for each in manifest.break_even],
    }
