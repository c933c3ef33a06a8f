"""Fit a practice of meetings and offers by need, so that it holds as much of each as the law that it is compared with.

``python -m sim.calibration.fit_contact`` takes a few minutes on one processor. It has four steps.

- It runs Aalborg under `current` with `baseline`, and under `freed-six-cities` with `same-contact-by-need`.
- It fits the intervals of meetings by group, the share that must be in person, and the times of offers.
- It prints each target beside what was reached.
- It writes the values to `same-contact-by-need`, and to the practices that have the same intervals.

``python -m sim.calibration.fit_contact same-contact-by-need-2026`` does the same on the law of July 2026.

Contact in flex jobs is the citizen's or the employer's choice (004-2c) and is not fitted. The other groups have the
meetings that flex jobs lose, in proportion to their own. So the meetings in all stay equal.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sim.calibration.effort import IN_PERSON, MEETING, OFFER, Target, effort
from sim.calibration.practice_text import number_text, rewritten
from sim.calibration.secant import Round, Unknown, fitted, misses
from sim.engine import run
from sim.files.paths import scenarios_dir
from sim.law.clauses.practice import NEEDS, Offer, Practice, Voluntary
from sim.law.compose.library import Library
from sim.law.compose.practices import PracticeChoice, ValueSet
from sim.runs.opening import world_of
from sim.study.read_setting import law_of, setting_of
from sim.study.setting import Setting


class Aim(NamedTuple):
    """What a practice holds equal: it is fitted under ``freed``, to the effort of ``law`` with ordinary practice.

    ``repeated_in`` are practices that repeat its intervals.
    """

    freed: str
    law: str
    repeated_in: tuple[str, ...] = ()


PLACE, PRACTICE = "aalborg", "same-contact-by-need"
AIMS = {
    PRACTICE: Aim(
        "freed-six-cities",
        "current",
        ("early-contact-by-need", "early-and-sickness-contact-by-need", "sickness-contact-by-need"),
    ),
    "same-contact-by-need-2026": Aim("freed-six-cities-2026", "R2026b"),
}
"""The practices that are fitted."""
START, DAYS, WINDOW, SEED = date(2024, 1, 1), 1096, (366, 1095), 7
ROUNDS, REPLICATIONS, TOLERANCE = 12, 4, 0.005
APART = "in-flexjob"
ALL, PRESENT = "meetings in all", "meetings in person"
INSISTS = "insists_in_person"
MEDIUM = f"{INSISTS}.medium"


@dataclass
class Block:
    """Entries of a practice whose times are fitted to one target."""

    target: Target
    entries: list[Voluntary] = field(default_factory=list)


@dataclass
class Fit:
    """A practice to be fitted to the effort of the baseline.

    Attributes:
        setting: the place under the freed rules and the practice as its file says.
        current: the place under the law that it is compared with and ordinary practice.
    """

    setting: Setting
    current: Setting
    library: Library
    replications: int = REPLICATIONS

    @classmethod
    def of(cls, practice: str = PRACTICE) -> Fit:
        library, aim = Library.load(), AIMS[practice]
        freed, current = (
            setting_of(PLACE, law, chosen, START, DAYS, SEED, library)
            for law, chosen in ((aim.freed, practice), (aim.law, "baseline"))
        )
        return cls(freed, current, library)

    @property
    def practice(self) -> Practice:
        return self.setting.practice

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """The targets that times of the practice move, by name."""
        blocks: dict[str, Block] = {}
        for contact in self.practice.contact.values():
            if contact.every is not None and not contact.on_request and APART not in contact.groups:
                name = "meetings: " + ", ".join(contact.groups)
                blocks.setdefault(name, Block(Target(MEETING, contact.groups))).entries.append(contact)
        for offer in self.practice.offers.values():
            target = self._offers_of(offer)
            name = "offers: " + "; ".join(", ".join(part) for part in (target.kinds, target.groups) if part)
            blocks.setdefault(name, Block(target)).entries.append(offer)
        return blocks

    def _offers_of(self, offer: Offer) -> Target:
        """The offers by which an entry is seen: a kind that no other entry makes, else its kinds in its groups."""
        regime = self.setting.rule_set.regime
        kinds = dict.fromkeys(step.offer for step in regime.procedures[offer.procedure].steps if step.offer)
        left_to_practice = [kind for kind in kinds if not regime.offers[kind].counts]
        return Target(OFFER, (), left_to_practice) if left_to_practice else Target(OFFER, offer.groups, kinds)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Every fitted number, and the meetings in all."""
        return {name: block.target for name, block in self.blocks.items()} | {
            PRESENT: Target(MEETING, (), (IN_PERSON,)),
            ALL: Target(MEETING),
        }

    # --- runs
    def counted(self, setting: Setting) -> dict[str, float]:
        """The targets of a setting, a year, as means over the replications; and the meetings in flex jobs."""
        tables = [effort(run(world_of(setting, number)), WINDOW) for number in range(1, self.replications + 1)]
        return self.of_table(pd.concat(tables), self.replications)

    def of_table(self, table: pd.DataFrame, replications: int) -> dict[str, float]:
        years = replications * (WINDOW[1] - WINDOW[0] + 1) / 365.25
        apart = {"apart": Target(MEETING, (APART,))}
        return {name: len(target.rows(table)) / years for name, target in (self.targets | apart).items()}

    def goals(self, now: Mapping[str, float], made: Mapping[str, float]) -> dict[str, float]:
        """The effort of today's rules. Groups have the meetings that flex jobs lose, in proportion to their own."""
        spread = (now[ALL] - made["apart"]) / (now[ALL] - now["apart"])
        return {
            name: now[name] * (spread if target.what == MEETING and target.groups else 1.0)
            for name, target in self.targets.items()
        }

    def with_values(self, values: Mapping[str, str]) -> Setting:
        """The freed setting with values of the practice set."""
        choice = PracticeChoice(self.setting.laws[0].choice.file, tuple(ValueSet(*item) for item in values.items()))
        return replace(self.setting, laws=(law_of(self.library, 0, self.setting.rule_set, choice),))

    # --- values
    @cached_property
    def unknowns(self) -> list[Unknown]:
        """The logarithm of a factor on the times of each block, and the share in person of medium need."""
        slopes = {MEETING: -1.0, OFFER: -2.0}  # few citizens stay until an offer
        times = [
            Unknown(name, name, 0.0, slopes[block.target.what], math.log(0.2), math.log(5.0), 0.5)
            for name, block in self.blocks.items()
        ]
        share = self.practice.insists_in_person.medium.value
        return [*times, Unknown(MEDIUM, PRESENT, share, 1.0, 0.005, 1.0, 0.2)]

    def numbers(self, values: Mapping[str, float]) -> dict[str, float]:
        """By path, the days and percent that the values of :attr:`unknowns` mean."""
        made: dict[str, float] = {}
        for name, block in self.blocks.items():
            factor = math.exp(values[name])
            for entry in block.entries:
                for by_need in (entry.first, entry.every):
                    if by_need is None:
                        continue
                    days = {getattr(by_need, need).path: getattr(by_need, need).value.days for need in NEEDS}
                    made |= {where: number * factor for where, number in days.items()}
        insists = self.practice.insists_in_person
        for need in NEEDS:
            share = getattr(insists, need)
            made[share.path] = min(100 * values[MEDIUM] * share.value / insists.medium.value, 100.0)
        return made

    def texts(self, values: Mapping[str, float]) -> dict[str, str]:
        """The same numbers as a file has them."""
        numbers = self.numbers(values)
        return {path: number_text(n, "%" if path.startswith(INSISTS) else "days") for path, n in numbers.items()}

    def fitted(self, rounds: int = ROUNDS) -> tuple[Round, dict[str, float], dict[str, float]]:
        """The best round, the goals, and the effort of today's rules."""
        now, made = self.counted(self.current), self.counted(self.setting)
        goals = self.goals(now, made)

        def report(number: int, tried: Round) -> None:
            worst = max(misses(tried, goals, self.unknowns).items(), key=lambda item: abs(item[1]))
            print(f"round {number}: largest miss {100 * worst[1]:+.1f} %, {worst[0]}", flush=True)  # noqa: T201

        best = fitted(
            lambda values: self.counted(self.with_values(self.texts(values))), goals, self.unknowns,
            rounds=rounds, tolerance=TOLERANCE, report=report,
        )  # fmt: skip
        return best, goals, now


def write(practice: str, numbers: Mapping[str, float], root: Path) -> None:
    """Write the numbers into the practices. All texts are made before the first file is written."""
    files = [root / "practices" / f"{name}.yaml" for name in (practice, *AIMS[practice].repeated_in)]
    texts = {file: rewritten(file.read_text(encoding="utf-8"), numbers) for file in files}
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8", newline="\n")


def show(reached: Mapping[str, float], goals: Mapping[str, float], now: Mapping[str, float]) -> None:
    """Print the number of the law compared with, the target and the number reached, a year."""
    print(f"{'law':>9} {'target':>9} {'reached':>9}  from the law")  # noqa: T201
    for name, goal in goals.items():
        change = 100 * (reached[name] / now[name] - 1)
        print(f"{now[name]:9,.0f} {goal:9,.0f} {reached[name]:9,.0f}  {change:+6.1f} %  {name}")  # noqa: T201


def main(practice: str = PRACTICE) -> None:
    """Fit a practice of :data:`AIMS` and write its values."""
    if practice not in AIMS:
        raise SystemExit(f"{practice} is not fitted: expected one of {', '.join(AIMS)}")
    fit = Fit.of(practice)
    best, goals, now = fit.fitted()
    show(best.reached, goals, now)
    write(practice, fit.numbers(best.chosen), scenarios_dir())


if __name__ == "__main__":
    main(*sys.argv[1:2])
