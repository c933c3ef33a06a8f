"""The survey that a study replays: its window is the survey's period."""

from __future__ import annotations

from datetime import timedelta

from sim.figures.surveys import contact_survey
from sim.report.survey_record import SurveyRecord
from sim.study.study import Study


def survey_record(study: Study) -> SurveyRecord | None:
    """The survey of contacts, if the study's window is its period; else None.

    Raises:
        ScenarioError: the file of surveys is invalid.
    """
    survey = contact_survey(study.root)
    first, last = (study.start + timedelta(days=day) for day in study.window)
    if (first, last) != (survey.from_, survey.until):
        return None
    shares = dict(zip(survey.as_bands().names, (band.share for band in survey.bands), strict=True))
    return SurveyRecord(
        id=survey.id, title=survey.title, respondents=survey.respondents, groups=survey.groups, shares=shares,
        began=survey.began, source=survey.source,
    )  # fmt: skip
