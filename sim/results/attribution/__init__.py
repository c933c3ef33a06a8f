"""Attribution: which proposal of a rule set carries which part of a change."""
