"""A study whose runs take a moment, for tests that kill it: ``python -m tests.study.killed FOLDER REPLICATIONS``.

Each worker imports this module. It needs little of the program, so most imports are made where they are used.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.runs.make import Made
    from sim.runs.run import Run

COLUMNS = 2


def make(run: Run) -> Made:
    from tests.study import stub_runs

    time.sleep(0.05)
    return stub_runs.make(run)


def main(folder: Path, replications: int, workers: int = 2) -> None:
    from sim.results.runnable import runnable
    from sim.results.work import Work
    from sim.study.load import load
    from tests.study.stub import STUDY, write_page

    text = STUDY.replace("replications: 3", f"replications: {replications}").replace(", capacity: [keep, cut]", "")
    file = folder / "small.yaml"
    if not file.exists():
        file.write_text(f"{text.rstrip()}\nfollow_up: 0 days\n", encoding="utf-8")
    result = runnable(load(file)).run(
        results=folder / "results", workers=workers, progress=False, work=Work(make, write_page)
    )
    sys.stdout.write(f"{result.made} {result.reused}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
