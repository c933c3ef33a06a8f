"""Studies whose runs would not fit into a computer are refused before anything runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.files.errors import ScenarioError
from sim.files.quantity import Number
from sim.study import size
from sim.study.setting import Setting
from sim.study.study import Study
from tests.settings import study_of


def with_setting(study: Study, setting: Setting) -> Study:
    column = replace(study.baseline, settings=dict.fromkeys(study.baseline.settings, setting))
    return replace(study, columns=(column,))


def scaled(setting: Setting, factor: float) -> Setting:
    """The setting with more citizens and the same posts."""
    place = setting.place
    groups = {
        name: group.model_copy(
            update={
                "stock": replace(group.stock, value=Number(group.stock.value * factor)),
                "entries": replace(group.entries, value=Number(group.entries.value * factor)),
            }
        )
        for name, group in place.groups.items()
    }
    teams = {
        name: team.model_copy(
            update={
                "cases_per_post": {
                    group: replace(cases, value=Number(cases.value * factor))
                    for group, cases in team.cases_per_post.items()
                }
            }
        )
        for name, team in place.teams.items()
    }
    return replace(setting, place=place.model_copy(update={"groups": groups, "teams": teams}))


def first() -> tuple[Study, Setting]:
    study = study_of("example")
    return study, study.baseline.first


def own(setting: Setting, posts: int) -> float:
    """The memory of a run beyond that of the program."""
    return size.gigabytes(setting, posts) - size.PROGRAM_GIGABYTES


def test_memory_grows_with_citizens_days_and_posts() -> None:
    _, setting = first()
    need = own(setting, 200)
    assert own(scaled(setting, 2), 200) > 1.9 * need
    assert own(replace(setting, days=2 * setting.days), 200) > 1.5 * need
    assert own(setting, 20_000) > need


def test_the_studies_that_come_along_fit_into_a_small_computer() -> None:
    for name in ("aalborg", "aalborg-shock", "aalborg-enacted"):
        for column in study_of(name).columns:
            for setting in column.settings.values():
                assert size.gigabytes(setting, 400) < 4


def test_a_run_that_would_need_too_much_memory_is_refused_with_what_it_needs() -> None:
    study, setting = first()
    long = replace(scaled(setting, 200), days=30_000)
    assert size.gigabytes(long, 200) > size.MOST_GIGABYTES
    with pytest.raises(ScenarioError, match="would need too much memory") as caught:
        size.check_size(with_setting(study, long))
    error = caught.value
    assert error.line == study.source.place(("measured",)).line
    assert f"{size.gigabytes(long, 200):,.0f}"[:2] in str(error.found)
    assert error.expected == f"at most {size.MOST_GIGABYTES} GB"


def test_a_place_of_more_citizens_than_the_country_is_refused() -> None:
    study, setting = first()
    with pytest.raises(ScenarioError, match="too many citizens") as caught:
        size.check_size(with_setting(study, scaled(setting, 1000)))
    assert caught.value.file == "places/aalborg.yaml"
    assert caught.value.line


def test_posts_have_a_largest_number() -> None:
    study, setting = first()
    place = setting.place
    name, role = next(iter(place.roles.items()))
    many = role.model_copy(update={"posts": replace(role.posts, value=Number(1_000_000))})
    with pytest.raises(ScenarioError, match="too many posts") as caught:
        size.check_size(with_setting(study, replace(setting, place=place.model_copy(update={"roles": {name: many}}))))
    assert caught.value.expected == f"at most {size.MOST_POSTS:,}"
    assert caught.value.line
    name, team = next(iter(place.teams.items()))
    few = {group: replace(cases, value=Number(0.0001)) for group, cases in team.cases_per_post.items()}
    teams = {**place.teams, name: team.model_copy(update={"cases_per_post": few})}
    with pytest.raises(ScenarioError, match="too many posts"):
        size.check_size(with_setting(study, replace(setting, place=place.model_copy(update={"teams": teams}))))
