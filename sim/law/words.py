"""The words that the engines give a meaning to. Names of groups, duties … are data of the regime."""

from __future__ import annotations

from typing import Literal

Clock = Literal["spell", "benefit", "absence", "accumulated"]
Start = Literal["arrival", "switch", "restart", "same-clock", "hand-over"]
Role = Literal["caseworker", "benefit-office", "team-member", "company-consultant", "a-kasse"]
Demand = Literal["meetings", "meetings-simple", "akasse", "offers", "assessments", "team", "ledighedsydelse", "flexjob"]
MeetingForm = Literal["in-person", "phone"]
DutyForm = Literal["in-person", "phone", "choice", "first-in-person"]
Condition = Literal[
    "benefit-changed",
    "group-changed",
    "team-heard",
    "certificate-needed",
    "pension-not-obvious",
    "activity-ready-now",
]
Mark = Literal["decision", "effort", "sanction"]
TeamHearing = Literal["always", "by-judgement"]
CertificateNeed = Literal["always", "if-health-file-insufficient"]
CaseworkerRule = Literal["always", "after-hand-over"]
Overload = Literal["shed-optional", "overtime", "late"]
ProposalKind = Literal["process", "budget", "governance"]
NatureWord = Literal["emerges", "scales", "echoes"]

CASH_BENEFIT = "cash-benefit"  # a switch to it is to activity-ready or activity-ready-young, by age
