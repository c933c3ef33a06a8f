"""The user's own settings of matplotlib change no picture, and no picture changes them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.style
import pytest
from cycler import cycler

from sim.report import CHARTS, draw_chart
from sim.report.charts.chart import FORMATS
from sim.report.style import styled
from tests.report.conftest import Study
from tests.report.manifests import NOT_HERE

pytestmark = pytest.mark.usefixtures("no_pictures")

ROOT = Path(__file__).resolve().parents[2]
ODD: dict[Any, Any] = {
    "text.usetex": True, "font.size": 23, "font.family": ["serif"], "lines.linewidth": 9, "savefig.bbox": "tight", "svg.fonttype": "path",
    "savefig.transparent": True, "axes.prop_cycle": cycler(color=["r"]), "savefig.pad_inches": 3, "hatch.color": "red",
    "path.simplify_threshold": 1.0, "figure.constrained_layout.use": True, "legend.loc": "center", "patch.force_edgecolor": True,
    "pdf.compression": 0, "svg.hashsalt": "mine", "text.hinting": "none", "figure.facecolor": "black",
}  # fmt: skip
"""Settings of a user, of which each would change a picture."""


def hashes(study: Study, name: str, kinds: tuple[str, ...] = FORMATS) -> dict[str, str]:
    drawn = draw_chart(name, study.measures, study.comparisons, study.manifest)
    return {kind: hashlib.sha256(drawn.picture(kind)).hexdigest() for kind in kinds}


@pytest.fixture(scope="module")
def plain(study: Study) -> dict[str, str]:
    return hashes(study, "minutes")


def test_the_same_numbers_give_the_same_bytes_in_any_order_of_formats(study: Study, plain: dict[str, str]) -> None:
    assert hashes(study, "minutes", FORMATS[::-1]) == plain


def test_settings_and_styles_of_the_user_change_no_picture(study: Study, plain: dict[str, str]) -> None:
    with mpl.rc_context():
        matplotlib.style.use("dark_background")
        mpl.rcParams.update(ODD)
        before = dict(mpl.rcParams)
        assert hashes(study, "minutes") == plain
        assert dict(mpl.rcParams) == before


def test_the_backend_of_the_user_is_left_alone() -> None:
    before = mpl.rcParams._get("backend")
    with styled():
        pass
    assert mpl.rcParams._get("backend") == before


def test_a_backend_and_lines_that_do_not_exist_stop_nothing_and_are_not_printed(tmp_path: Path) -> None:
    """Matplotlib reads them when it is imported, so only a new process shows it."""
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\nno.such.key: 3\nbackend: nowhere\n", encoding="utf-8")
    code = (
        "import os, sim.report.charts, matplotlib; print(os.environ['MPLBACKEND'], matplotlib.rcParams['text.usetex'])"
    )
    surroundings = {**os.environ, "MPLBACKEND": "nonsense", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=surroundings
    )
    assert done.stdout.split() == ["nonsense", "True"]  # both are the user's own again
    assert done.stderr == ""


def test_equal_columns_draw_without_a_warning(study: Study) -> None:
    """Warnings are errors in the tests. The columns have nothing that differs, so no axis has a width of its own."""
    comparisons = study.comparisons.assign(
        variant_mean=study.comparisons["baseline_mean"], difference=0.0, low=0.0, high=0.0
    )
    for name in set(CHARTS) - NOT_HERE - {"proposals"}:
        draw_chart(name, study.measures, comparisons, study.manifest).figure.draw_without_rendering()


def test_the_folder_of_fonts_is_chosen_before_matplotlib_is_imported() -> None:
    """Matplotlib looks for its folder once, when it is imported."""
    ours, theirs = "names.index('sim.report.font_cache')", "names.index('matplotlib')"
    code = f"import sim.report.charts, sys; names = list(sys.modules); print({ours}, {theirs})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    chosen, imported = map(int, done.stdout.split())
    assert chosen < imported
