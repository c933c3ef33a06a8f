"""The whole check of an installation."""

from __future__ import annotations

from pathlib import Path

from sim.installation.compiled import check_cache, opened, present_kernel
from sim.installation.finding import Finding
from sim.installation.folders import check_results, check_scenarios
from sim.installation.fonts import check_fonts
from sim.installation.machine import check_disks, check_memory, check_processors
from sim.installation.packages import check_extras, check_packages, check_python
from sim.installation.requirement import asked


def examined(results: Path | None = None) -> list[Finding]:
    """Every finding, what a study needs first.

    Args:
        results: the folder of results (default: ``results`` in the working folder).
    """
    wanted = asked()
    return [
        check_python(wanted),
        *check_packages(wanted),
        check_fonts(),
        *check_scenarios(),
        check_results(results),
        *check_cache(present_kernel()),
        check_processors(),
        check_memory(),
        *check_disks(results, cache_base()),
        *check_extras(wanted),
    ]


def cache_base() -> Path | None:
    """The folder of caches; None if there is none."""
    folder = opened().folder
    return None if folder is None else folder.parent


def is_sound(findings: list[Finding]) -> bool:
    """Whether nothing that a study needs is missing or broken."""
    return all(finding.state != "problem" for finding in findings)
