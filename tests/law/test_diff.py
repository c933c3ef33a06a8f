import json
from pathlib import Path

import sim
from sim.law.compose.library import Library
from sim.law.reading.clause import rules_clause
from sim.law.reading.diff import rules_diff
from sim.law.reading.outline import rules_list, rules_show


def test_the_freed_rules_differ_in_exactly_the_changed_clauses(library: Library) -> None:
    current, freed = library.rule_set("current"), library.rule_set("freed-six-cities")
    rows = rules_diff(current, freed)["changes"]
    assert sorted(row["clause"] for row in rows) == sorted(change.path for change in freed.changes)
    made = {change.path: change for change in freed.changes}
    for row in rows:
        change = made[row["clause"]]
        assert (row["old"], row["new"], row["law"]) == (change.old, change.new, change.law)
    assert all(row["law"] for row in rows)


def test_the_other_way_round_it_is_the_mirror(library: Library) -> None:
    current, freed = library.rule_set("current"), library.rule_set("freed-six-cities")
    there, back = rules_diff(current, freed)["changes"], rules_diff(freed, current)["changes"]
    assert {(r["clause"], str(r["old"]), str(r["new"])) for r in there} == {
        (r["clause"], str(r["new"]), str(r["old"])) for r in back
    }


def test_nothing_differs_from_itself(library: Library) -> None:
    assert rules_diff(library.rule_set("current"), library.rule_set("R2024")) == {"changes": []}


def test_the_diff_follows_the_order_of_the_law(library: Library) -> None:
    clauses = [
        row["clause"]
        for row in rules_diff(library.rule_set("current"), library.rule_set("freed-six-cities"))["changes"]
    ]
    sections = [clause.split(".")[0] for clause in clauses]
    assert list(dict.fromkeys(sections)) == ["merged_groups", "activities", "duties", "guidance", "procedures"]
    assert sections == sorted(sections, key=["merged_groups", "activities", "duties", "guidance", "procedures"].index)


def test_the_list_of_proposals(library: Library) -> None:
    proposals = rules_list(library)["proposals"]
    assert {"id", "paper", "kind", "title", "changes", "touches", "claim", "verdict", "enacted"} <= set(proposals[0])
    built = library.packages["freed-six-cities"].reforms
    assert sum(p["claim"]["saves"] for p in proposals if p["id"] in built) == 610
    assert all(p["nature"]["is"] in ("emerges", "scales", "echoes") for p in proposals if p["runnable"])
    json.dumps(proposals)


def test_a_rule_set_shows_its_clauses(library: Library) -> None:
    shown = rules_show(library.rule_set("freed-six-cities"))
    early = next(duty for duty in shown["duties"] if duty["clause"] == "duties.early-contact")
    assert early["law"] == "LAB § 31(3), § 9"
    assert early["active"] is False
    assert early["terms"] == {"meetings": "4", "within": "6 months", "deadline": "6 months"}
    assert len(shown["reforms"]) == 10
    json.dumps(shown)


def test_the_differences_as_a_table() -> None:
    """A proposal is named beside the clauses that it changes, a later regime by its name."""
    table = sim.rules_diff("current", "current+004-2b").set_index("clause")
    assert set(table.index) == {
        "duties.ledighedsydelse-6-months.active", "duties.ledighedsydelse-12-in-18.active", "duties.ledighedsydelse-other-provider.active",
    }  # fmt: skip
    assert (table[["old", "new"]].to_numpy() == [True, False]).all()
    assert set(table["by"]) == {"004-2b"}
    assert sim.rules_diff("current", "current").empty
    later = sim.rules_diff("R2024", "R2025a")
    assert len(later) > 0
    assert set(later["by"]) == {"R2025a"}
    assert not later[["law", "evidence", "by"]].isna().any(axis=None)


def test_a_section_that_only_one_rule_set_has_is_one_clause(library: Library, root: Path) -> None:
    """A regime may leave out its mergers, because none is in force."""
    file = root / "regimes" / "R2024.yaml"
    head, _, rest = file.read_text(encoding="utf-8").partition("\nmergers:")
    file.write_text(f"{head}\nmerged_groups:{rest.partition('merged_groups:')[2]}", encoding="utf-8")
    without = Library.load(root).rule_set("R2024")
    for old, new in ((library.rule_set("R2024"), without), (without, library.rule_set("R2024"))):
        assert [row["clause"] for row in rules_diff(old, new)["changes"]] == ["mergers"]


def test_the_law_of_a_difference_is_that_of_the_clause_and_else_that_of_the_proposal(
    root: Path, library: Library
) -> None:
    """A duty keeps its law also where the other rules lack it. A word outside all entries has only the proposal's law."""
    file = root / "reforms" / "six-cities.yaml"
    text = file.read_text(encoding="utf-8")
    head = text.index("    changes:\n", text.index("004-1:"))
    removed = "      - {remove: duties.sickness-screening}\n"
    file.write_text(text[:head] + "    changes:\n" + removed + text[head + len("    changes:\n") :], encoding="utf-8")
    old, new = (Library.load(root).rule_set(name) for name in ("current", "current+004-1"))
    proposal = new.changes[0].law
    duty = old.regime.duties["sickness-screening"].law
    assert proposal != duty
    for one, other in ((old, new), (new, old)):
        laws = {row["clause"]: row["law"] for row in rules_diff(one, other)["changes"]}
        assert laws == {"duties.sickness-screening": duty, "merged_groups": proposal}


def test_a_clause_shows_whole_steps_whatever_is_around_it(library: Library) -> None:
    """A step is one row for its procedure, for its list of steps and for the whole section. For itself it is one row too."""
    rules = library.rule_set("current")
    steps = rules.source.tree["procedures"]["flexjob"]["steps"]
    for path, before in (
        ("procedures", "flexjob.steps."),
        ("procedures.flexjob", "steps."),
        ("procedures.flexjob.steps", ""),
    ):
        rows = {row["key"]: row["value"] for row in rules_clause(rules, path)["rows"]}
        own = {
            key: value
            for key, value in rows.items()
            if key.startswith(before) and key.removeprefix(before)[0].isdigit()
        }
        assert own == {f"{before}{number}": step for number, step in enumerate(steps)}, path


def test_a_clause_that_moved_more_than_once_has_the_law_of_the_last_change(library: Library) -> None:
    """From 2024 to 2027: R2025a, R2025b and R2026b; R2025a and R2026b; R2025a and R2027."""
    rows = rules_diff(library.rule_set("R2024"), library.rule_set("R2027"))["changes"]
    laws = {row["clause"]: row["law"] for row in rows}
    assert laws["duties.right-and-duty-offer-cash.exempt"] == "LAB ch. 16 (lov 1750/2025)"
    assert laws["duties.recovery-check"] == "SDPL (lov 1750/2025)"
    assert laws["procedures.work-duty"] == "LAS (expected 2027)"
