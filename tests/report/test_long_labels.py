"""Labels as long as a file may have them wrap inside the picture."""

from __future__ import annotations

import itertools

import pytest

from sim.files.entry import Label, Title
from sim.report import CHARTS, draw_chart
from tests.report.conftest import Study
from tests.report.manifests import NOT_HERE

WORDS = "Frie regler fra de seks byer med samme kontakt som i dag og lægeattester efter behov " * 4
WORD = "rehabiliteringsteamforberedelsessamtaledokumentation" * 8


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WORDS[:59], marks=pytest.mark.slow, id="59"),
        pytest.param(WORDS[: Label.LONGEST], id="longest"),
        pytest.param(WORD[: Label.LONGEST], marks=pytest.mark.slow, id="a word"),
    ],
)
def test_long_labels_stay_inside_and_leave_the_axes_wide(study: Study, text: str) -> None:
    title = Title(en=text, da=text)
    labels = {kind: dict(words) for kind, words in study.manifest.labels.items()}
    for kind, names in (
        ("rule_set", ("current", "freed-six-cities")), ("team", ("sick", "young")), ("practice", ("contact-on-request",)),
        ("activity", ("follow-up-meeting",)), ("duty", ("first-week", "early-contact")),
    ):  # fmt: skip
        labels.setdefault(kind, {}).update(dict.fromkeys(names, title))
    long = study.manifest.model_copy(update={"labels": labels, "title": title})
    for name in set(CHARTS) - NOT_HERE:
        figure = draw_chart(name, study.measures, study.comparisons, long, "da").figure
        figure.draw_without_rendering()
        width, height = figure.bbox.width, figure.bbox.height
        texts = [text for axes in figure.axes for text in axes.get_yticklabels()] + figure.texts
        legends = [legend for axes in figure.axes if (legend := axes.get_legend()) is not None]
        for thing in (*texts, *legends):
            box = thing.get_window_extent()
            assert box.x0 > -2, name
            assert box.x1 < width + 2, name
            assert -2 < box.y0 <= box.y1 < height + 2, name
        for legend in legends:
            under = [axes for axes in figure.axes if axes.axison]
            assert not any(legend.get_window_extent().overlaps(axes.get_window_extent()) for axes in under), name
        drawn = [axes for axes in figure.axes if axes.axison]  # a row of panels has axes without a frame for its legend
        assert all(axes.get_position().width > (0.18 if len(drawn) > 2 else 0.22) for axes in drawn), name
        for axes in figure.axes:
            boxes = [label.get_window_extent() for label in axes.get_yticklabels() if label.get_text()]
            assert all(upper.y0 > lower.y1 - 1 for upper, lower in itertools.pairwise(boxes)), name
