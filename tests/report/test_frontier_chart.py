"""The chart of a frontier: every point can be told by its name."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.report.charts.frontier import NUMBERS, draw_frontier
from tests.report.manifests import manifest

WORDS = {"verdict": "stands", "column": "freed-six-cities/same-contact-by-need/keep"}


def frontier(*points: tuple[float, float]) -> pd.DataFrame:
    """Numbers of points at (first meetings in time, contact for heavy need), with little chance and much assumption."""
    rows = []
    for number, (across, up) in enumerate(points):
        known = {"point": "ABCDEFGH"[number], **WORDS, "pairs": 5, "within_4_weeks": across, "contact_heavy": up}
        ends = {"within_4_weeks": across, "contact_heavy": up}
        known |= {f"{aim}_low": at - 0.05 for aim, at in ends.items()}
        known |= {f"{aim}_high": at + 0.05 for aim, at in ends.items()}
        known |= {"within_4_weeks_assumptions_low": -5, "within_4_weeks_assumptions_high": 27}
        rows.append({name: known.get(name, float("nan")) for name in NUMBERS})
    beyond = {name: "boolean" for name in NUMBERS if name.endswith("beyond_chance")}
    return pd.DataFrame(rows).astype(dict.fromkeys(beyond, float)).astype(beyond)


@pytest.mark.parametrize(
    "points",
    [
        [(2.2, 4.4), (2.3, 1.48), (2.6, 1.40), (2.8, 1.21)],
        [(2.2, 4.4), (2.3, 1.5), (2.4, 1.42), (2.5, 1.36)],
    ],
)
def test_no_name_covers_another(points: list[tuple[float, float]]) -> None:
    figure = draw_frontier(frontier(*points), manifest(), "en")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    (axes,) = figure.axes
    boxes = {text.get_text(): text.get_window_extent() for text in axes.texts}
    assert sorted(boxes) == list("ABCDEFGH"[: len(points)])
    assert [(one, other) for one, other in combinations(boxes, 2) if boxes[one].overlaps(boxes[other])] == []
