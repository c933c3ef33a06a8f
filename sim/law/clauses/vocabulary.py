"""The words that the engines interpret. Names of groups, duties and other clauses are data of the regime."""

from __future__ import annotations

from typing import Literal, get_args

Clock = Literal["spell", "benefit", "absence", "accumulated", "window", "course", "begun"]
Start = Literal["arrival", "switch", "restart", "same-clock", "hand-over", "recategorised", "held"]
Role = Literal["caseworker", "benefit-office", "team-member", "company-consultant", "a-kasse", "region"]
ROLES: tuple[str, ...] = get_args(Role)
STAFFED_ROLES = (
    "company-consultant",
    "team-member",
    "benefit-office",
)  # other roles than caseworker that the municipality pays; a place may give them posts with diaries
TEAM_ROLES = ("team-member", "region")  # the other members of the rehabilitation team: municipal, and the region's
MEMBER_HEARINGS = ("team-hearing-members", "team-hearing-coordinator")  # activities of these members in a hearing
ROLES_WITH_POSTS = (*STAFFED_ROLES, "region")  # the region pays its health coordinator, who may have posts too
Demand = Literal[
    "meetings", "meetings-simple", "akasse", "offers", "assessments", "availability", "team", "ledighedsydelse", "flexjob",
    "unknown-volume",
]  # fmt: skip
MeetingForm = Literal["in-person", "phone", "video"]
DutyForm = Literal["in-person", "choice", "first-in-person"]
Notice = Literal["normal", "short"]
Changed = Literal["benefit-changed", "group-changed"]
Condition = Literal["team-heard", "certificate-needed", "papers-outdated", "first-time"]
CONDITIONS: tuple[str, ...] = get_args(Condition)
Mark = Literal["decision", "effort", "sanction"]
TeamHearing = Literal["always", "by-judgement"]
CertificateNeed = Literal["always", "if-health-file-insufficient"]
CaseworkerRule = Literal["always", "after-hand-over"]
Cover = Literal["none", "team"]
Restarts = Literal["by-benefit", "never"]
Overload = Literal["shed-optional", "overtime", "late"]
ProposalKind = Literal["process", "budget", "governance"]
NatureWord = Literal["emerges", "scales", "echoes"]
NATURES: tuple[str, ...] = get_args(NatureWord)

Confidence = Literal["V", "V2", "S", "D", "G"]
"""The confidence of a statement about the law.

V: verified. V2: verified in a secondary or older source. S: stated in a paper. D: derived. G: not verified.
"""
Running = Literal["keep", "move", "next-switch"]
"""The effect of a change on a running case: it keeps the old rule, moves at once, or moves at its next switch."""

ANY_MEETING = "any-meeting"  # in `follows`: a meeting of the jobcenter with the citizen, whatever it is for
SWITCH_TALK = "switch-talk"  # the duty from `switching.talk`
CASH_BENEFIT = "cash-benefit"  # a switch to it leads to activity-ready or activity-ready-young, by age
PENSION = "disability-pension"  # the procedure and the destination of disability pension (førtidspension)
SUFFICIENT = "health-file-sufficient"  # the trait that the papers at hand suffice; a practice may set its share
