"""What limits the rehabilitation team in a study, in words: its places, and the hours of its other members."""

from __future__ import annotations

from sim.files.entry import Lang
from sim.law.clauses.vocabulary import TEAM_ROLES
from sim.report.manifest import Manifest
from sim.report.words import label, number, phrase


def team_note(manifest: Manifest, lang: Lang) -> str:
    """The sentence on the posts of the other members of the team in the baseline; empty without a run."""
    runs = [run for run in manifest.runs if run.column == manifest.columns[0].name and run.place == manifest.place]
    if not runs:
        return ""
    posts = {role: runs[0].posts[role] for role in TEAM_ROLES if runs[0].posts.get(role)}
    if not posts:
        return phrase("team_members_free", lang)
    words = ", ".join(
        f"{label('team', role, lang, manifest)} {number(count, lang, 1)}" for role, count in posts.items()
    )
    return phrase("team_members_limited", lang, posts=words)
