"""What the keys of the files mean that people write most: (model, key) -> its description, if the model has no comment."""

from __future__ import annotations

Meanings = dict[tuple[str, str], str]


def _of(model: str, **keys: str) -> Meanings:
    """The descriptions of the keys of a model. A last underscore of a key is left out, as in ``from_``."""
    return {(model, key.rstrip("_")): text for key, text in keys.items()}


_LANGUAGES = {"en": "In English.", "da": "In Danish."}
_STUDY = (
    _of(
        "StudyFile",
        study="The name of the study, and of its folder of results.",
        start="The first day of the runs, such as 2024-01-01.",
        warm_up="The time before the measured window. Nothing in it is measured.",
        measured="The length of the measured window.",
        replications="The number of pairs of runs. With `precision` they are the pilot.",
        seed="The seed of all random numbers. An equal seed gives an equal result.",
        confidence="The confidence of the intervals. Default: 95 %.",
        values="FILE:PATH -> `low`, `high` or a quantity within the range. The value is set in all columns.",
        uncertainty="How `jobsim uncertainty` samples.",
        compare="The columns. The first entry is the baseline.",
    )
    | _of(
        "Assumed",
        file="The name of a file of effects.",
        strength="The point of each range: its value, its low end or its high end.",
    )
    | _of("Compared", label="The words of the column in charts and tables.")
    | _of(
        "Precision",
        measures="Names of measures whose change over all groups shall be known so well.",
        of="Whether differences are meant, or levels of all columns.",
        max="The most pairs of runs.",
    )
    | _of(
        "Sampling",
        samples="The number of samples.",
        values="`all`, `leading`, or a list of groups and paths. A group after a minus is left out.",
        from_="`ranges`, or `calibration NAME` for the set that a calibration has kept.",
        claim="A claim about a difference, such as `hours_asked < -20000`.",
    )
    | _of(
        "Search",
        values="Paths of practice values, with `*` for any text. Bounds may follow `=`.",
        trials="The number of practices that are tried.",
    )
    | _of("Shock", places="`team`: the sessions of the rehabilitation team.")
    | _of("Sweep", values="The values to try.")
    | _of("Then", rules="The rule set from that day on.", practice="The practice from that day on.")
)
_PRACTICE = (
    _of(
        "PracticeFile",
        practice="The name of the practice.",
        extends="The practice that this one changes.",
        booking="How meetings are booked.",
        video_share="The same for meetings by video.",
        cover="`team`: colleagues take the meetings of a caseworker who is ill.",
        contact="Meetings that the practice adds, by name.",
        offers="Offers that the practice adds, by name.",
        more_meetings="How freed hours become meetings.",
        overload="What gives way when a meeting of the law finds no room, in this order.",
        assignment="Which caseworkers receive a new citizen.",
        need_weights="How running casework is shared between open cases.",
        team_notice="The time between the agenda and the session of the rehabilitation team.",
        changes="Changes of single values, by path.",
    )
    | _of("Booking", short_notice="The notice of a summons after the deadline of self-booking was missed.")
    | _of(
        "Contact",
        groups="The groups that have the meeting.",
        first="The time to the first meeting.",
        every="The time between meetings. Without it there is one meeting.",
        activity="The kind of work that the meeting is.",
        form="Whether the citizen chooses the form of the meeting.",
    )
    | _of(
        "Offer",
        groups="The groups that get the offer.",
        first="The time to the first offer.",
        every="The time between offers. Without it there is one offer.",
        procedure="The procedure that makes the offer.",
    )
)
_PLACE = (
    _of(
        "Place",
        place="The name of the place.",
        extends="The place that this one changes.",
        people="The file of people.",
        office="The file of the office.",
        population="The number of inhabitants.",
        groups="Citizens at the start and entries, by group.",
        teams="The teams, by name.",
        team_places="The weekly places of the rehabilitation team.",
        work_without_cases="Staff whose work is no case. It changes no run.",
    )
    | _of("Stock", stock="Citizens at the start.", entries="Citizens who enter from outside in a year.")
    | _of(
        "Team",
        groups="The groups that the team serves.",
        cases_per_post="Cases per full-time post, by group. They give the posts of the team.",
    )
    | _of("TeamPlaces", per_week="Places in a week.")
    | _of(
        "WorkWithoutCases",
        posts="The size in posts.",
        caused_by="The path of the rule behind the work.",
    )
)
_REFORMS = (
    _of("ReformFile", paper="The paper behind the proposals.", reforms="The proposals by their ids.")
    | _of(
        "Reform",
        kind="A `process` proposal can run. One of `budget` or `governance` changes no rule.",
        paper_place="Where the paper has it.",
        changes="The changes of the law.",
        claim="The number of the paper.",
        nature="Whether the saving emerges, scales an input or echoes one.",
        budget="The amount of the paper.",
        written_for="The regime whose paths the changes use. Default: that of the file.",
        law="The act and its section.",
    )
    | _of("Nature", is_="Emerges, scales or echoes.", of="The input that is scaled or echoed.")
    | _of("PackageFile", packages="The rule sets by their names.")
    | _of("Package", regime="The regime that the package changes.", reforms="The ids of its proposals.")
)
MEANINGS: Meanings = {
    **{(model, key): text for model in ("Title", "Label", "Prose") for key, text in _LANGUAGES.items()},
    **_STUDY,
    **_PRACTICE,
    **_PLACE,
    **_REFORMS,
}
"""(model, key) -> description."""
