"""People as rows: states, clocks, needs, traits, exits, and their settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.chance import quantiles as q
from sim.chance.draw import chance, purpose
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import YEAR_DAYS
from sim.files.value import at_value
from sim.place.people.model import People, Term
from sim.place.people.need import Need
from sim.world.codes import Op
from sim.world.rows.lengths import at_most, inverse_of, reaching_further, time_left, with_prolongations
from sim.world.rows.rules import Rules, merged_codes
from sim.world.rows.steps import stages

OUTSIDE, BACK = -1, -2
_CAUSES = {"clock": 2, "age": 4}
_ALWAYS = 2**31 - 1
TRAITS = 63
"""The largest number of traits: each is a bit of one signed number."""


def trait_codes(people: People) -> dict[str, int]:
    """Trait names and their bits.

    Raises:
        ScenarioError: there are more traits than bits.
    """
    names = dict.fromkeys(trait.same_as or name for name, trait in people.traits.items())
    if len(names) > TRAITS:
        raise ScenarioError(
            f"people/{people.people}.yaml: too many traits", found=str(len(names)), expected=f"at most {TRAITS}",
            do="combine traits that mean the same with `same_as`; each may keep its own share",
        )  # fmt: skip
    return {name: 1 << number for number, name in enumerate(names)}


def destination_codes(people: People, extra: tuple[str, ...]) -> dict[str, int]:
    """The destinations of exits, by life and by procedures: name -> code."""
    groups = set(people.stocks)
    names = [name for way in people.exits.values() for name in way.to if name not in groups]
    return {name: number for number, name in enumerate(dict.fromkeys([*names, *extra]))}


class PeopleRows:
    """The rows of the people, for one rule set."""

    def __init__(self, rules: Rules, people: People, destinations: dict[str, int]) -> None:
        self.rules, self.people, self.destinations = rules, people, destinations
        self.clocks: list[dict[str, Any]] = []
        self.needs: list[dict[str, Any]] = []
        self.traits: list[dict[str, Any]] = []
        self.exits: list[dict[str, Any]] = []
        self.exits_of: dict[str, tuple[int, int]] = {}
        self._exits()
        for name, move in people.moves.items():
            self._check(move.origin, f"moves.{name}.from")
            self._check(move.to, f"moves.{name}.to")
            inverse = inverse_of(move.after) if move.after else self._mean(move.origin, move.per_year.value)
            self._clock(move.origin, name, inverse, target=self._state(move.to))
        self._terms()
        self._traits()

    def _state(self, group: str) -> int:
        return self.rules.states[group]

    def _check(self, group: str, key: str) -> None:
        if group not in self.rules.states:
            raise ScenarioError(
                f"people/{self.people.people}.yaml: `{key}` names an unknown group", found=group,
                expected=", ".join(self.rules.states), nearest=nearest_name(group, self.rules.states),
            )  # fmt: skip

    def _mean(self, group: str, per_year: float) -> Callable[[Any], Any]:
        """An exponential length in days; its rate is the yearly flow divided by the stock."""
        return q.exponential(self.people.stocks[group].value / per_year * YEAR_DAYS)

    def _clock(
        self,
        group: str,
        name: str,
        inverse: q.Inverse,
        *,
        target: int = OUTSIDE,
        term: str = "",
        cause: int = 1,
        like: Term | None = None,
    ) -> None:
        table = stock = self.rules.tables.add(inverse)
        if term:
            ends = self.rules.rule_set.regime.procedures[term]
            stock = self.rules.tables.add(with_prolongations(self.rules, self.people, inverse, ends))
        fixed = like.after.fixed.value.months if like and like.after and like.after.fixed else None
        window = like.within.value.days if like and like.within else 0
        self.clocks.append(
            {
                "state": self._state(group), "term": int(bool(term)), "target": target,
                "procedure": self.rules.procedures[term] if term else -1, "cause": cause,
                "table": table, "table_stock": stock, "window": window,
                "month_end": bool(like and like.at_month_end), "accumulated": bool(like and like.accumulated),
                "span": self.rules.spans.add(fixed), "key": purpose(f"life:{name}"),
            }
        )  # fmt: skip

    def _exits(self) -> None:
        for group, way in self.people.exits.items():
            self._check(group, f"exits.{group}")
            outside: dict[str, float] = {
                name: share.value for name, share in way.to.items() if name not in self.people.stocks
            }
            total = sum(outside.values())
            first, below = len(self.exits), 0.0
            for name, part in outside.items():
                below += part / total
                self.exits.append({"destination": self.destinations[name], "below": chance(min(below, 1.0))})
            self.exits_of[group] = (first, len(outside))
            inverse = inverse_of(way.after) if way.after else self._mean(group, way.per_year.value * total)
            self._clock(group, f"{group}-exit", inverse, target=BACK if way.back else OUTSIDE)
            for name, share in way.to.items():  # an exit to another group has a hazard of its own
                if name in self.people.stocks:
                    mean = self._mean(group, way.per_year.value * share.value)
                    self._clock(group, f"{group}-to-{name}", mean, target=self._state(name))

    def _terms(self) -> None:
        limits = self.rules.rule_set.regime.term_limits
        for name, limit in limits.items():
            if name not in self.people.terms or self.people.terms[name].at_most is None:
                known = [other for other, term in self.people.terms.items() if term.at_most is not None]
                message, nearest = "`term_limits` names a term that has no limit", nearest_name(name, known)
                raise at_value(limit.at_most, message, found=name, expected=", ".join(known), nearest=nearest)
        for name, term in self.people.terms.items():
            for group in term.of:
                self._check(group, f"terms.{name}.group{'s' if term.groups else ''}")
            if term.at_age is not None:
                self._at_age(name, term)
                continue
            if term.after is not None:
                inverse = at_most(inverse_of(term.after), term.at_most.value.days if term.at_most else None)
                if name in limits and term.at_most is not None:
                    inverse = reaching_further(inverse, term.at_most.value.days, limits[name])
            else:
                assert term.per_year is not None
                inverse = self._mean(term.group, term.per_year.value)
            self._clock(term.group, name, inverse, term=term.procedure, cause=_CAUSES[term.cause], like=term)

    def _at_age(self, name: str, term: Term) -> None:
        """The clock of an age in each of its groups. The engines count it from the birth day.

        The table has the days left at entry. Only the opening stock's ages use it.
        """
        assert term.at_age is not None
        age = getattr(self.rules.rule_set.regime, term.at_age)
        if age.value.months is None:
            raise at_value(age, "an age of the law is not in years or months", found=age.text, expected="`30 years`")
        for group in term.of:
            table = self.rules.tables.add(time_left(inverse_of(self.people.ages.groups[group]), age.value.days))
            self.clocks.append(
                {
                    "state": self._state(group), "term": 1, "target": OUTSIDE, "procedure": self.rules.procedures[term.procedure],
                    "cause": _CAUSES[term.cause], "table": table, "table_stock": table, "span": -1,
                    "aged": 1 + self.rules.spans.add(age.value.months), "key": purpose(f"life:{name}"),
                }
            )  # fmt: skip

    def _traits(self) -> None:
        for name, trait in self.people.traits.items():
            for group in trait.groups:
                self._check(group, f"traits.{name}.groups")
            shared = trait.same_as or name
            self.traits.append(
                {
                    "states": self.rules.state_bits(trait.groups), "bit": self.rules.traits[shared],
                    "only": self.rules.trait_bits(trait.only, name), "unless": self.rules.trait_bits(trait.unless, name),
                    "lasting": 2 if trait.at_entry else int(trait.lasting),
                    "share": chance(trait.share.value), "life_over": trait.life_over.value.days if trait.life_over else 0,
                    "life_at_most": trait.life_at_most.value.days if trait.life_at_most else _ALWAYS,
                    "until": trait.until.value.days if trait.until else _ALWAYS,
                    "key": purpose(f"trait:{shared}"),
                }
            )  # fmt: skip

    def add_needs(
        self, procedures: list[dict[str, int]], steps: list[dict[str, int]], grants: Mapping[str, float]
    ) -> None:
        """Add the rows of needs. They need the rows of procedures and steps.

        Args:
            procedures: rows of the procedures.
            steps: rows of their steps.
            grants: grants per citizen at the place, relative to the nation, by procedure; 1 without an entry.
        """
        for code, (name, need) in enumerate(self.people.needs.items()):
            self._check(need.group, f"needs.{name}.group")
            procedure = self.rules.procedures[need.procedure]
            rate = need.per_year.value * need.inflate.value * grants.get(need.procedure, 1.0)
            delay = need.delay.value.days if need.delay else 0
            inverse = q.delayed(delay, self._mean(need.group, rate))
            first, second, third = stages(steps, procedures[procedure]["entry"])
            self.needs.append(
                {
                    "state": self._state(need.group), "procedure": procedure, "holds": int(need.procedure in self.people.holds),
                    "table": self.rules.tables.add(inverse), "code": code, "key": purpose(f"need:{name}"),
                    "stage_0": first, "stage_1": second, "stage_2": third, "ground": self._ground(need.procedure),
                }
                | self._seen(name, need)
            )  # fmt: skip

    def _seen(self, name: str, need: Need) -> dict[str, int]:
        """How much each occasion reduces the resistance that hides a need, and when the citizen asks.

        The reduction is a thousandth of -log(1 - chance).
        """
        kinds = self.people.detection.kinds
        if need.seen_as not in kinds:
            raise ScenarioError(
                f"people/{self.people.people}.yaml: `needs.{name}.seen_as` names an unknown kind", found=need.seen_as,
                expected=", ".join(kinds), nearest=nearest_name(need.seen_as, kinds),
            )  # fmt: skip
        seen = kinds[need.seen_as]
        chances = {"meeting": seen.meeting.value, "assessment": seen.assessment.value, "end": seen.end_point.value}
        return {occasion: wear(share) for occasion, share in chances.items()} | {
            "request": self.rules.tables.add(q.exponential(seen.request.value.days))
        }

    def _ground(self, procedure: str) -> int:
        """The number of the ground in SDPL § 27(1) that prolongs the benefit while this procedure waits; 0 for none."""
        waits = [g for g in self.rules.rule_set.regime.prolongations.values() if g.waits_for == procedure]
        others = [g for g in self.rules.rule_set.regime.prolongations.values() if g.waits_for == "any"]
        return next((ground.number for ground in [*waits, *others]), 0)

    def team_needs(self, procedures: list[dict[str, int]], steps: list[dict[str, int]]) -> list[int]:
        """Codes of the needs whose procedure can go to the rehabilitation team."""
        return [need["code"] for need in self.needs if is_team_case(steps, procedures[need["procedure"]]["entry"])]

    def state_rows(
        self, team_of: dict[str, int], pool_of: dict[int, int], weights: dict[str, int]
    ) -> list[dict[str, Any]]:
        """Rows of states, with team, pool and weight of a case."""
        regime, merged = self.rules.rule_set.regime, merged_codes(self.rules)
        benefits, families = self.rules.benefits, self.rules.families
        rows = []
        for name, group in regime.groups.items():
            levels, (first, count) = self.people.needs_by_group[name], self.exits_of[name]
            rows.append(
                {
                    "lab": group.lab, "benefit": benefits[group.benefit],
                    "family": families[group.counts_with or group.benefit], "merged": merged[name], "team": team_of[name],
                    "pool": pool_of[team_of[name]], "caseworker": 1 if group.caseworker == "always" else 2,
                    "restarts": 2 if regime.switching.restarts == "never" else group.restarts,
                    "insured": group.clock == "accumulated", "sick": group.clock == "absence",
                    "job": group.has_job,
                    "self_booking": name in regime.self_booking.groups,
                    "sanctioned": name in regime.sanctions.groups, "weight": weights[name],
                    "need_medium": chance(levels.light.value), "need_heavy": chance(1 - levels.heavy.value),
                    "exit_first": first, "exit_count": count,
                }
            )  # fmt: skip
        return rows

    def settings(self) -> dict[str, int]:
        """The single numbers that the people file sets."""
        absence, right = self.people.absence_before_benefit, self.people.new_right
        extends = right.extends if right else None
        return {
            "resistance_table": self.rules.tables.add(q.exponential(1000)),
            "absence_job": absence.employed.value.days, "absence_other": absence.unemployed.value.days,
            "job_trait": self.rules.traits["has-job"],
            "new_right": right.work.value.days if right else 0,
            "extension": int(extends.days_per_day.value) if extends else 0,
            "extension_most": extends.at_most.value.days if extends else 0,
        }  # fmt: skip


def wear(share: float) -> int:
    """How much an occasion with this chance reduces an exponential resistance with mean 1000."""
    return min(round(-1000 * float(np.log1p(-min(share, 0.999999)))), 10**6)


def is_team_case(steps: list[dict[str, int]], entry: int) -> bool:
    """Whether a procedure can go to the rehabilitation team."""
    first, _, third = stages(steps, entry)
    return steps[third]["op"] == Op.TEAM or third != first
