"""All typed entries of scenario files that the law reads, in one place for those who use them."""

from sim.law.activity import Activity, FormMinutes
from sim.law.certificate import Certificate, Delivery
from sim.law.duty import Duty, Meetings
from sim.law.entry import Entry, Sourced, Title
from sim.law.practice import Assignment, Booking, ByNeed, Contact, NeedWeights, Offer, Practice
from sim.law.procedure import CertificateRule, Procedure, Step
from sim.law.regime import (
    Group,
    Guidance,
    HandOver,
    Merger,
    Regime,
    Sanctions,
    SelfBooking,
    Switching,
    SwitchTalk,
    Tracking,
)

__all__ = [
    "Activity",
    "Assignment",
    "Booking",
    "ByNeed",
    "Certificate",
    "CertificateRule",
    "Contact",
    "Delivery",
    "Duty",
    "Entry",
    "FormMinutes",
    "Group",
    "Guidance",
    "HandOver",
    "Meetings",
    "Merger",
    "NeedWeights",
    "Offer",
    "Practice",
    "Procedure",
    "Regime",
    "Sanctions",
    "SelfBooking",
    "Sourced",
    "Step",
    "SwitchTalk",
    "Switching",
    "Title",
    "Tracking",
]
