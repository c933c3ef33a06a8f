"""Documents have no simulated number: what a run says is printed by a command, or generated, and never typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.figures.source_codes import codes_in

ROOT = Path(__file__).resolve().parents[2]
TYPED = [
    *sorted(path for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md"),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]
"""The documents that people write. The changelog is left out: it says what moved."""
RESULT = re.compile(
    r"(?<![\w.,])[+−-]?\d[\d,.]*(?: to [\d,.]+)? (?:thousand |million |billion )?"
    r"(?:(?:more |fewer )?(?:hours a year|caseworker hours|posts (?:fewer|less|can)|DKK a year|citizens against|million DKK)"
    r"|group switches|hand-overs|pensions against|meetings a year against)"
)  # fmt: skip
"""An amount of what runs count."""
STALE = re.compile(r"earlier run|earlier baseline run|replications? of .{0,20}years? gave|\(before: ", re.IGNORECASE)
"""Words by which a number of some run is excused."""
SAYS_WHENCE = re.compile(r"assumption|no figure|fitted|practice|law\.md|`scenarios/|prints?|the papers? ")


def paragraphs(path: Path) -> list[tuple[int, str]]:
    """(first line, text) of each paragraph, item or row of a table outside code."""
    found: list[tuple[int, str]] = []
    code = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            code = not code
        elif not code and line.strip():
            new = not found or line.lstrip().startswith(("-", "|", "#", "1.")) or found[-1][1] == ""
            found = [*found, (number, line)] if new else [*found[:-1], (found[-1][0], f"{found[-1][1]} {line.strip()}")]
        elif not line.strip():
            found.append((number, ""))
    return [(number, text) for number, text in found if text]


def offences(text: str) -> list[str]:
    """The amounts in a paragraph that name neither a source, nor a file of values, nor a command."""
    excused = SAYS_WHENCE.search(text) or any(code.kind in {"figure", "figures"} for code in codes_in(text))
    return STALE.findall(text) + ([] if excused else [match[0] for match in RESULT.finditer(text)])


@pytest.mark.parametrize("path", TYPED, ids=lambda path: path.name)
def test_no_document_has_a_simulated_number(path: Path) -> None:
    assert [(number, found) for number, text in paragraphs(path) if (found := offences(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "In the same runs named tasks take 154,000 caseworker hours.",
        "16,500 citizens against 13,600",
        "six cities, same contact by need: +6 million DKK",
        "The simulated results in this section are figures of an earlier run.",
        "3,900 group switches against 3,400",
    ],
)
def test_the_rule_finds_such_numbers(text: str) -> None:
    assert offences(text)


@pytest.mark.parametrize(
    "text",
    [
        "A post has 1,315 effective hours a year [S030].",
        "`jobsim run aalborg` prints 3 hours a year.",
        "30 minutes, no figure",
    ],
)
def test_the_rule_lets_values_pass(text: str) -> None:
    assert not offences(text)
