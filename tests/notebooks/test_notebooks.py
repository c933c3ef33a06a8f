"""The notebooks run as they stand, say how sure their numbers are, and leave nothing behind.

They share one kernel and one folder, so that imports and compiled code are loaded once, and notebook 5 finds the runs of notebook
1. Before each notebook the kernel forgets every name, and gets its folder and its environment back. `make notebooks` gives each
notebook a kernel of its own.

`make test` executes those of :data:`SOME`, `make stress` all.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from notebooks import execute as executing
from notebooks.execute import FOLDER, execute, kernel, main, notebooks, read
from sim.files.caches import cache_of
from sim.files.hashes import of_scenarios
from sim.files.paths import scenarios_dir
from sim.results.intervals import t_quantile

pytestmark = pytest.mark.first

ROOT = FOLDER.parent
FILES = {file.name[:2]: file for file in notebooks()}
SOME = ("01", "04", "06", "07")
"""The first study, own figures, one citizen, several places. The others use the same calls for longer."""
LAST = "## What you can change now"
ROUND = "1,000"
"""A number of citizens or hours that names a unit or a claim."""
SHORT = "too short for conclusions"
BEGIN = """\
%reset -f
import os
os.chdir({folder!r})
os.environ.clear()
os.environ.update({environment!r})
del os
"""
FACTS = {
    "01": """
both = both[both["measure"] == "hours_asked"].droplevel("row")
NAMES = ["baseline_mean", "difference", "low", "high", "assumptions_low", "assumptions_high"]
facts = {
    "before": dict(both.loc["as it is", NAMES]),
    "after": dict(both.loc[MINUTES, NAMES]),
    "sentence": sentence(numbers, "hours_asked", "X"),
}
""",
    "02": """
facts = {
    "removed": hours.loc[("removed", "all"), "hours"],
    "columns": dict(numbers[numbers["measure"] == "hours_asked"].set_index("column")["difference"]),
    "files": sorted(path.name for path in Path("charts").iterdir()),
}
""",
    "03": """
alone = numbers[numbers["column"] == "current+my-1/baseline/keep"].set_index("measure")
facts = {name: dict(alone.loc[name, ["low", "high"]]) for name in ("meetings", "hours_asked_rules")}
""",
    "04": """
team = result.measures.query("measure == 'caseload_mean' and team == 'sickness' and rule_set == 'current'")["value"].mean()
facts = {"new": dict(imported.changes.set_index("path")["new"]), "months": SICK, "cases": CASES, "load": team}
""",
    "05": """
row = result.headlines().set_index("measure").loc["hours_asked"]
drawn = together.differences.query("measure == 'hours_asked' and activity == 'all'")
facts = {
    "differences": list(pairs["freed-six-cities"] - pairs["current"]),
    "interval": list(row[["difference", "low", "high"]]),
    "claim": [int(claim["met"]), int(claim["samples"]), claim["verdict"]],
    "drawn": list(drawn["effect"]),
    "ends": list(numbers.set_index("measure").loc["hours_asked", ["assumptions_low", "difference", "assumptions_high"]]),
}
""",
    "06": """
facts = {
    "counts": twins.counts(),
    "pairs": len(twins.pairs),
    "citizens": [int(CITIZEN), twins.one.citizen, twins.other.citizen],
    "held": [int(table[side].str.startswith("Meeting held").sum()) for side in ("one", "other")],
    "sums": list(twins.sums()["meetings"]),
    "touched": len(touched),
}
""",
    "07": """
by_place = (asked["after"] - asked["before"]).groupby("place").mean()
facts = {"places": len(by_place), "sum": by_place.sum(), "over": over.loc["hours_asked", "difference"]}
""",
}
"""What the tests want to know of a notebook's own variables after its last cell."""


@dataclass(frozen=True)
class Executed:
    """An executed notebook: its cells, the facts of :data:`FACTS`, its folder, and what it left in the temporary folder."""

    number: str
    notebook: NotebookNode
    facts: dict[str, Any]
    folder: Path
    left: list[str]

    def of_kind(self, kind: str) -> list[NotebookNode]:
        return [cell for cell in self.notebook.cells if cell.cell_type == kind]

    @property
    def outputs(self) -> list[NotebookNode]:
        return [output for cell in self.of_kind("code") for output in cell.outputs]

    @property
    def printed(self) -> str:
        """All outputs as text."""
        texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in self.outputs]
        return "\n".join(texts)


@pytest.fixture(scope="module")
def manager() -> Iterator[KernelManager]:
    """The kernel of all notebooks. Its files are in a folder with a short name, which its sockets need."""
    with tempfile.TemporaryDirectory(prefix="nb-") as folder, pytest.MonkeyPatch.context() as patch:
        caches = cache_of("opening").folder
        patch.setenv("JUPYTER_RUNTIME_DIR", folder)
        patch.setenv("IPYTHONDIR", f"{folder}/ipython")
        patch.setenv("JOBSIM_CACHE", str(caches.parent) if caches else "")
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])))
        patch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # a hint for users of a debugger
        started = kernel()
        started.start_kernel(cwd=folder)
        yield started
        started.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def run(manager: KernelManager, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Executed]:
    """A notebook by its number, executed once."""
    known: dict[str, Executed] = {}
    folder = tmp_path_factory.mktemp("work")

    def executed(number: str) -> Executed:
        if number not in known:
            temporary = tmp_path_factory.mktemp(f"tmp-{number}")
            environment = {
                **os.environ,
                "TMPDIR": str(temporary),
                "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            }
            notebook = read(FILES[number])
            begin = new_code_cell(BEGIN.format(folder=str(folder), environment=environment))
            ask = new_code_cell(f"import json\n{FACTS[number]}\nprint(json.dumps(facts, default=float))")
            notebook.cells = [begin, *notebook.cells, ask]
            execute(notebook, folder, manager)
            facts = json.loads(
                "".join(output["text"] for output in notebook.cells.pop().outputs)
            )  # it may come in parts
            notebook.cells.pop(0)
            known[number] = Executed(number, notebook, facts, folder, [path.name for path in temporary.iterdir()])
        return known[number]

    return executed


Run = Callable[[str], Executed]
each = pytest.mark.parametrize("number", FILES)
each_executed = pytest.mark.parametrize(
    "number", [number if number in SOME else pytest.param(number, marks=pytest.mark.slow) for number in FILES]
)


@each_executed
def test_a_notebook_runs_without_errors_warnings_and_missing_numbers(run: Run, number: str) -> None:
    done = run(number)
    assert [output.text for output in done.outputs if output.output_type == "stream" and output.name == "stderr"] == []
    assert not re.search(r"\b(nan|NaN|NaT|inf)\b", done.printed)


@each_executed
def test_a_notebook_shows_a_table_a_chart_and_how_far_to_trust_it(run: Run, number: str) -> None:
    done = run(number)
    shown = {kind for output in done.outputs for kind in output.get("data", {})}
    assert {"text/html", "image/png"} <= shown
    assert SHORT in done.printed


@each_executed
def test_a_notebook_leaves_nothing_outside_its_folder(run: Run, number: str) -> None:
    scenarios, listed = of_scenarios(scenarios_dir()), sorted(FOLDER.iterdir())
    assert run(number).left == []
    assert (of_scenarios(scenarios_dir()), sorted(FOLDER.iterdir())) == (scenarios, listed)


@each
def test_headings_are_in_order_and_the_last_says_what_to_change(number: str) -> None:
    cells = [cell.source for cell in read(FILES[number]).cells if cell.cell_type == "markdown"]
    headings = [line for source in cells for line in source.splitlines() if line.startswith("#")]
    assert headings[0].startswith(f"# {int(number)}. ")
    assert cells[0].startswith(headings[0])
    assert all(heading.startswith("## ") for heading in headings[1:])
    assert headings[-1] == LAST
    assert cells[-1].count("\n- ") >= 3


@each
def test_no_result_is_written_into_the_text(number: str) -> None:
    """Numbers of a run are printed by cells. The text has only numbers of the scenario files and of the documents."""
    cells = [cell.source for cell in read(FILES[number]).cells if cell.cell_type == "markdown"]
    text = re.sub(r"`[^`]*`", "", "\n".join(cells))
    document = (ROOT / "docs" / "machines.md").read_text(encoding="utf-8")
    numbers = set(re.findall(r"\d+(?:[,.]\d+)+|\d+(?= (?:minutes|hours|processor|days|municipalities))", text))
    assert {number for number in numbers - {ROUND} if number not in document} == set()


@each
def test_a_difference_is_shown_with_its_interval(number: str) -> None:
    """A cell that shows a difference by name shows both ends too, and every notebook with headlines shows those of assumptions."""
    cells = [cell.source for cell in read(FILES[number]).cells if cell.cell_type == "code"]
    for source in cells:
        if '"difference"' in source:
            assert '"low"' in source, source
            assert '"high"' in source, source
    if any(".headlines(" in source for source in cells):
        assert any('"assumptions_low"' in source and '"assumptions_high"' in source for source in cells)


def test_the_first_study_ends_with_a_changed_number(run: Run) -> None:
    """Fewer minutes of tracking: today's rules ask for fewer hours, and freed rules free fewer. The sentence is of the table."""
    facts = run("01").facts
    before, after = facts["before"], facts["after"]
    assert after["baseline_mean"] < before["baseline_mean"]
    assert before["difference"] < after["difference"] < 0
    assert before["assumptions_low"] < before["low"] < before["high"] < before["assumptions_high"]
    said = [float(number.replace(",", "")) for number in re.findall(r"[-+][0-9,]+", facts["sentence"])]
    assert said == [
        round(before[name]) for name in ("difference", "low", "high", "assumptions_low", "assumptions_high")
    ]


@pytest.mark.slow
def test_two_variants_differ_by_the_difference_of_their_differences(run: Run) -> None:
    facts = run("02").facts
    columns = facts["columns"]
    request, need = (
        columns[f"freed-six-cities/{name}/keep"] for name in ("contact-on-request", "same-contact-by-need")
    )
    assert facts["removed"] == pytest.approx(need - request)
    assert facts["files"] == ["changes.csv", "changes.pdf", "changes.svg"]


@pytest.mark.slow
def test_half_the_meetings_of_a_duty_are_fewer_meetings_and_fewer_hours(run: Run) -> None:
    done = run("03")
    assert all(done.facts[name]["high"] < 0 for name in ("meetings", "hours_asked_rules"))
    assert re.search(r"my-paper\.yaml:\d+: .*\n.*found: from: 5\n", done.printed)  # the slip of the notebook


def test_own_counts_become_values_of_a_place(run: Run) -> None:
    """The stock is the mean of the months, cases per post are all cases over all posts, and caseloads follow."""
    facts = run("04").facts
    assert facts["new"]["groups.sick.stock"] == pytest.approx(mean(facts["months"]), abs=0.05)
    rows = [line.replace(",", ".").split(";") for line in facts["cases"].split()[1:]]
    for group, team in (("sick", "sickness"), ("activity-ready", "activity-ready")):
        cases, posts = (sum(float(row[at]) for row in rows if row[0] == group) for at in (2, 3))
        assert facts["new"][f"teams.{team}.cases_per_post.{group}"] == pytest.approx(cases / posts, abs=0.05)
    assert facts["load"] == pytest.approx(
        facts["new"]["teams.sickness.cases_per_post.sick"], rel=0.2
    )  # posts fall vacant


@pytest.mark.slow
def test_the_interval_is_that_of_the_pairs_shown_and_the_claim_that_of_the_draws(run: Run) -> None:
    facts = run("05").facts
    shown = facts["differences"]
    half = t_quantile(0.975, len(shown) - 1) * stdev(shown) / len(shown) ** 0.5
    assert facts["interval"] == pytest.approx([mean(shown), mean(shown) - half, mean(shown) + half])
    assert facts["claim"] == [sum(effect < -1000 for effect in facts["drawn"]), len(facts["drawn"]), "too few"]
    low, difference, high = facts["ends"]
    assert low < difference < high


def test_twins_are_one_citizen_and_their_table_has_every_meeting(run: Run) -> None:
    facts = run("06").facts
    assert len(set(facts["citizens"])) == 1
    assert sum(facts["counts"][how] for how in ("same", "rule", "diary", "follows")) == facts["pairs"]
    assert facts["held"] == facts["sums"]
    assert facts["touched"] > 0


def test_a_sum_over_places_is_the_sum_of_their_means(run: Run) -> None:
    facts = run("07").facts
    assert facts["places"] == 5
    assert facts["sum"] == pytest.approx(facts["over"])


def test_the_list_of_the_folder_names_every_notebook() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(.+?)\]\((.+?)\) \|.*\| (\d+) s \|$", text, re.MULTILINE)
    assert [(name, link) for name, link, _ in rows] == [(file.name, file.name) for file in FILES.values()]
    assert all(int(seconds) > 0 for *_, seconds in rows)


def test_the_command_writes_notebooks_with_outputs_and_stops_at_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(executing, "FOLDER", tmp_path)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    (tmp_path / "01-good.py").write_text("# %% [markdown]\n# # 1. Good\n\n# %%\n6 * 7\n", encoding="utf-8")
    (tmp_path / "02-bad.py").write_text("# %%\n1 / 0\n", encoding="utf-8")
    assert main(["03"]) == 2
    assert "No notebook begins with 03" in capsys.readouterr().err
    assert main([]) == 1
    assert "02-bad.py: a cell raised an error" in capsys.readouterr().err
    written = json.loads((tmp_path / "01-good.ipynb").read_text(encoding="utf-8"))
    assert written["cells"][1]["outputs"][0]["data"]["text/plain"] in ("42", ["42"])
    assert not (tmp_path / "02-bad.ipynb").exists()
