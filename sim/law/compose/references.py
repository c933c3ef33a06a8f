"""Checks that every name in a regime or a practice exists and fits its use."""

from __future__ import annotations

from collections.abc import Iterable

from sim.files.errors import nearest_name
from sim.files.source import Source
from sim.files.tree import Keys
from sim.files.value import at_value
from sim.law.clauses.duty import Duty
from sim.law.clauses.practice import Contact, Offer, Practice
from sim.law.clauses.procedure import Procedure, Step
from sim.law.clauses.regime import Regime
from sim.law.clauses.vocabulary import ANY_MEETING, CASH_BENEFIT, SWITCH_TALK

_REMOVE = "remove it"


def check_regime(regime: Regime, source: Source) -> None:
    """Check every name that ``regime`` uses.

    Raises:
        ScenarioError: at the first name that does not exist or does not fit.
    """
    names = _Names(regime, source)
    for key, merger in regime.mergers.items():
        names.check_merger(merger.groups, ("mergers", key, "groups"))
    if regime.merged_groups is not None:
        names.one("merger", regime.merged_groups, regime.mergers, ("merged_groups",))
    for key, duty in regime.duties.items():
        names.check_duty(key, duty)
    for key, procedure in regime.procedures.items():
        names.check_conditions(key, procedure)
        for index, step in enumerate(procedure.steps):
            names.check_step(step, ("procedures", key, "steps", index))
    for key in regime.procedures:
        names.check_no_circle(key)
    for section in ("guidance", "repatriation", "self_booking", "sanctions"):
        names.groups(getattr(regime, section).groups, (section, "groups"))
    for group, number in (regime.caseloads.at_most or {}).items():
        names.one("group", group, regime.groups, ("caseloads", "at_most", group))
        if number.value <= 0:
            raise at_value(number, "a ceiling on cases must be positive", expected="more than 0 cases")
    for section in ("guidance", "repatriation", "self_booking", "tracking"):
        names.activity(getattr(regime, section).activity, (section, "activity"))
    names.activity(regime.self_booking.office_activity, ("self_booking", "office_activity"))
    _check_grounds(regime, source)
    for key, ground in regime.prolongations.items():
        if ground.waits_for not in (None, "any"):
            names.procedure(ground.waits_for, ("prolongations", key, "waits_for"))
    names.activity(regime.switching.talk.activity, ("switching", "talk", "activity"))
    names.procedure(regime.switching.procedure, ("switching", "procedure"))
    names.procedure(regime.sanctions.procedure, ("sanctions", "procedure"))


def _check_grounds(regime: Regime, source: Source) -> None:
    """Check that each ground of prolongation has its own number and its own procedure to wait for."""
    numbers: dict[int, str] = {}
    waits: dict[str, str] = {}
    for key, ground in regime.prolongations.items():
        ground_keys = ("prolongations", key)
        if ground.number in numbers:
            found = f"{numbers[ground.number]} and {key}: {ground.number}"
            raise source.error(
                "two prolongations have the same number",
                (*ground_keys, "number"),
                found=found,
                expected="a number of its own",
            )
        if ground.waits_for is not None and ground.waits_for in waits:
            found = f"{waits[ground.waits_for]} and {key}: {ground.waits_for}"
            raise source.error(
                "two prolongations wait for the same procedure",
                (*ground_keys, "waits_for"),
                found=found,
                expected="a procedure of its own, or any",
            )
        numbers[ground.number] = key
        if ground.waits_for is not None:
            waits[ground.waits_for] = key


def check_practice(practice: Practice, regime: Regime, source: Source) -> None:
    """Check every name that ``practice`` uses.

    Raises:
        ScenarioError: at the first name that ``regime`` does not have.
    """
    names = _Names(regime, source, f"use a name of the rules {regime.regime}, or choose other rules")
    cases = {case for procedure in regime.procedures.values() for case in procedure.required}
    for case in practice.team_share:
        names.one("case", case, cases, ("team_share", case))
    names.activity(practice.more_meetings.activity, ("more_meetings", "activity"))
    names.groups(practice.more_meetings.activity_of, ("more_meetings", "activity_of"))
    for group, activity in practice.more_meetings.activity_of.items():
        names.activity(activity, ("more_meetings", "activity_of", group))
    sections: tuple[tuple[str, dict[str, Contact] | dict[str, Offer]], ...] = (
        ("contact", practice.contact),
        ("offers", practice.offers),
    )
    for section, entries in sections:
        for key, entry in entries.items():
            entry_keys = (section, key)
            names.check_new(key, practice.contact if section == "offers" else (), entry_keys)
            names.groups(entry.groups, (*entry_keys, "groups"))
            for trait, duty in entry.exempt_when_active.items():
                names.one("duty", duty, regime.duties, (*entry_keys, "exempt_when_active", trait))
            if isinstance(entry, Offer):
                names.procedure(entry.procedure, (*entry_keys, "procedure"))
            else:
                names.activity(entry.activity, (*entry_keys, "activity"))
                names.check_form(entry.activity, entry.form, entry_keys)


class _Names:
    def __init__(self, regime: Regime, source: Source, do: str | None = None) -> None:
        self.regime, self.source, self.do = regime, source, do

    def one(self, what: str, name: str, known: Iterable[str], keys: Keys) -> None:
        known = sorted(known)
        if name not in known:
            expected = ", ".join(known)
            raise self.source.error(
                f"unknown {what}", keys, found=name, expected=expected, nearest=nearest_name(name, known), do=self.do
            )

    def check_new(self, name: str, taken: Iterable[str], keys: Keys) -> None:
        """Check that an entry of a practice has a name of its own: its row must replace no other."""
        if name in (*self.regime.duties, SWITCH_TALK, *taken):
            what = "a meeting of the practice" if name in taken else "a duty of the law"
            raise self.source.error(
                f"this name belongs to {what}", keys, found=name, expected="a name of its own", do="rename the entry"
            )

    def groups(self, groups: Iterable[str], keys: Keys) -> None:
        for index, group in enumerate(groups):
            self.one("group", group, self.regime.groups, (*keys, index))

    def activity(self, name: str, keys: Keys) -> None:
        self.one("activity", name, self.regime.activities, keys)

    def procedure(self, name: str, keys: Keys) -> None:
        self.one("procedure", name, self.regime.procedures, keys)

    def check_merger(self, groups: dict[str, tuple[str, ...]], keys: Keys) -> None:
        seen: dict[str, str] = {}
        for merged, members in groups.items():
            self.groups(members, (*keys, merged))
            for index, member in enumerate(members):
                if member in seen:
                    member_keys = (*keys, merged, index)
                    raise self.source.error(
                        "this group is merged twice", member_keys, found=member, expected=f"only {seen[member]}"
                    )
                seen[member] = merged
        left = [group for group in self.regime.groups if group not in seen]
        if left:
            raise self.source.error(
                "groups are missing from the merger", keys, found=", ".join(left), expected="every group once"
            )

    def check_duty(self, key: str, duty: Duty) -> None:
        duty_keys = ("duties", key)
        self.groups(duty.groups, (*duty_keys, "groups"))
        if duty.first_is is not None:
            known = (*self.regime.duties, SWITCH_TALK)
            self.one("duty", duty.first_is, known, (*duty_keys, "first_is"))
        for index, name in enumerate(duty.follows):
            self.one("duty", name, (*self.regime.duties, SWITCH_TALK, ANY_MEETING), (*duty_keys, "follows", index))
        if duty.procedure is not None:
            self.procedure(duty.procedure, (*duty_keys, "procedure"))
        if duty.activity is not None:
            self.activity(duty.activity, (*duty_keys, "activity"))
            self.check_form(duty.activity, duty.form, duty_keys)
        elif duty.form is not None:
            raise self.source.error("a procedure has no form", (*duty_keys, "form"), found=duty.form, do=_REMOVE)

    def check_conditions(self, key: str, procedure: Procedure) -> None:
        """Check that each condition has its data, and that no procedure restarts itself before time has passed."""
        takes_time = False
        for index, step in enumerate(procedure.steps):
            step_keys = ("procedures", key, "steps", index)
            if step.skip_unless == "team-heard" and not procedure.required:
                raise self.source.error(
                    "`team-heard` needs a procedure that the team hears", (*step_keys, "skip_unless"), found=key,
                    expected="`required:` by case",
                )  # fmt: skip
            if step.skip_unless in ("certificate-needed", "papers-outdated") and procedure.certificate is None:
                raise self.source.error(
                    f"`{step.skip_unless}` needs a procedure with a certificate for the team", (*step_keys, "skip_unless"),
                    found=key, expected="`certificate:` of the procedure",
                )  # fmt: skip
            if key in (step.also, step.start) and not takes_time:
                raise self.source.error(
                    "a procedure restarts itself at once", (*step_keys, step.operation), found=key,
                    expected="a step that takes time before it",
                )  # fmt: skip
            takes_time |= step.operation in ("work", "order", "wait", "await", "team", "use")

    def check_form(self, activity: str, form: str | None, keys: Keys) -> None:
        forms = self.regime.activities[activity].forms
        if form is None and forms:
            raise self.source.error(
                "a meeting needs its form", keys, found=f"`{activity}` without `form`", expected="form"
            )
        if form is not None and not forms:
            message = f"`{activity}` is not a meeting, so it has no form"
            raise self.source.error(message, (*keys, "form"), found=form, do=_REMOVE)
        needed_forms = {form} if form == "in-person" else {"in-person", "phone", "video"}
        if form is not None and not needed_forms <= set(forms):
            raise self.source.error(
                f"`{activity}` has no minutes for this form", (*keys, "form"), found=form, expected=", ".join(forms)
            )

    def check_step(self, step: Step, keys: Keys) -> None:
        regime = self.regime
        if step.work is not None:
            self.activity(step.work, (*keys, "work"))
        if step.order is not None:
            self.one("certificate", step.order, regime.certificates, (*keys, "order"))
        if step.team is not None:
            self.one("team piece", step.team, ["hearing"], (*keys, "team"))
        for name in ("start", "also", "appeal"):
            if getattr(step, name) is not None:
                self.procedure(getattr(step, name), (*keys, name))
        if step.appeal is not None and not regime.procedures[step.appeal].outlives:
            raise self.source.error(
                "an appeal goes on when the citizen switches or leaves", (*keys, "appeal"), found=step.appeal,
                expected="a procedure with `outlives: true`", do="add it to the procedure",
            )  # fmt: skip
        if step.offer is not None:
            self.one("kind of offer", step.offer, regime.offers, (*keys, "offer"))
        if step.prolong is not None:
            self.one("prolongation", step.prolong, regime.prolongations, (*keys, "prolong"))
        self.groups(step.unless_group, (*keys, "unless_group"))
        if step.switch is not None:
            self.one("group", step.switch, [*regime.groups, CASH_BENEFIT], (*keys, "switch"))
        if step.use is not None:
            self.procedure(step.use, (*keys, "use"))
            if not regime.procedures[step.use].active:
                raise self.source.error(
                    "a procedure that is not active cannot be used", (*keys, "use"), found=step.use,
                    do="remove the step, or `active: false` of the procedure",
                )  # fmt: skip
            self.check_case(step.use, step.case, keys)

    def check_case(self, used: str, case: str | None, keys: Keys) -> None:
        """Check that the step names a case of the procedure that it uses, and none if the procedure has no cases."""
        cases = self.regime.procedures[used].required
        if cases and case is None:
            message, known = f"`{used}` needs the case that it treats", ", ".join(cases)
            raise self.source.error(message, keys, found="no `case`", expected=f"`case:` with one of {known}")
        if case is not None and not cases:
            raise self.source.error(f"`{used}` has no cases", (*keys, "case"), found=case, do=_REMOVE)
        if case is not None:
            self.one("case", case, cases, (*keys, "case"))

    def check_no_circle(self, start: str) -> None:
        """Check that a procedure does not use itself, directly or through others."""
        chain = [start]
        procedures: dict[str, Procedure] = self.regime.procedures

        def follow(name: str) -> None:
            for index, step in enumerate(procedures[name].steps):
                if step.use == start:
                    use_keys = ("procedures", name, "steps", index, "use")
                    raise self.source.error("a procedure uses itself", use_keys, found=" → ".join([*chain, start]))
                if step.use is not None and step.use not in chain:
                    chain.append(step.use)
                    follow(step.use)
                    chain.pop()

        follow(start)
