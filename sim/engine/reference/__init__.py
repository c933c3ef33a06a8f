"""The reference engine (SimPy, one process per citizen): what the model means, written to be read.

``jobcenter.py`` ties the parts together; ``citizen.py`` is a citizen's way, ``duty.py`` what the law asks, ``procedure.py`` how a case is
worked, ``diary.py`` the caseworkers' days, ``team.py`` the rehabilitation team, ``assignment.py`` who gets whom.
"""

from sim.engine.reference.jobcenter import run_reference

__all__ = ["run_reference"]
