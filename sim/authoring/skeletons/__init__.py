"""New scenario files: commented skeletons that run as they are, each with one change as an example."""

from __future__ import annotations

from sim.authoring.skeletons.folder import new_folder
from sim.authoring.skeletons.place import new_place
from sim.authoring.skeletons.practice import new_practice
from sim.authoring.skeletons.reform import new_reform
from sim.authoring.skeletons.study import new_study

__all__ = ["new_folder", "new_place", "new_practice", "new_reform", "new_study"]
