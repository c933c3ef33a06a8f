"""Start the server: a port of this machine, a token, and an end that leaves no worker."""

from __future__ import annotations

import errno
import secrets
import socket
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sim.explore.catalogue import Catalogue
from sim.explore.desk import Desk
from sim.explore.shelf import FOLDER, shelf_of
from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.paths import results_dir
from sim.files.writing import make_folder, writing
from sim.runs.crew import Crew
from sim.runs.opening import Opened, missing, opened
from sim.runs.scheduler import default_workers
from sim.study.study import Study

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
TAKEN = (errno.EADDRINUSE, errno.EACCES)
GRACE = 5
"""Seconds that open connections get at the end."""


def needed() -> None:
    """Check that the packages of the page are installed.

    Raises:
        ScenarioError: they are not.
    """
    try:
        import starlette
        import uvicorn
    except ImportError:
        raise ScenarioError(
            "the page needs the packages `starlette` and `uvicorn`", do="install them: pip install 'jobsim[explore]'"
        ) from None
    del starlette, uvicorn


def bound(port: int) -> socket.socket:
    """A socket of this machine at a port; 0 for any free one.

    Raises:
        ScenarioError: the port is in use, or may not be used.
    """
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        own.bind((HOST, port))
        own.listen(128)
    except OSError as error:
        own.close()
        if error.errno not in TAKEN:
            raise
        what = "is in use" if error.errno == errno.EADDRINUSE else "may not be used"
        raise ScenarioError(
            f"the port {what}", found=port, expected="a free port",
            do="choose another one with --port, or leave it out to get a free one",
        ) from None  # fmt: skip
    return own


def query_of(address: str) -> str:
    """The part after ``?`` of an address of an earlier start."""
    return urlsplit(address).query if "?" in address else ""


def _ends_streams(running: uvicorn.Server, desk: Desk) -> None:
    """Let the streams of news end when the server ends. Otherwise it would wait for them, and complain."""
    shutdown = running.shutdown

    async def ending(sockets: list[socket.socket] | None = None) -> None:
        desk.closing = True
        await shutdown(sockets)

    running.shutdown = ending  # type: ignore[method-assign]


def serve(
    study: str | Path,
    told: Callable[[str], None],
    *,
    port: int = 0,
    workers: int | None = None,
    results: str | Path | None = None,
    lang: Lang = "en",
    address: str = "",
) -> None:
    """Serve the page until the process is stopped.

    Args:
        study: name or path of the study that gives the baseline.
        told: is called with the address as soon as a browser can open the page.
        address: an address of an earlier start, whose choice is opened.

    Raises:
        ScenarioError: invalid input, the port is in use, or packages are missing.
    """
    needed()
    import uvicorn

    from sim.explore.web.app import Server

    catalogue = Catalogue.of(study)
    folder = results_dir(results)
    make_folder(folder / FOLDER)
    own = shelf_of(folder, catalogue.base.name)
    with writing(own.folder):
        own.sweep()
    listening = bound(port)
    crew = Crew(workers or default_workers())
    server = Server(catalogue, Desk(crew, folder), secrets.token_urlsafe(24), listening.getsockname()[1], lang)
    config = uvicorn.Config(
        server.app(), log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=GRACE,
        lifespan="on",
    )  # fmt: skip
    running = uvicorn.Server(config)
    _ends_streams(running, server.desk)
    query = query_of(address)
    crew.warm()
    open_early(crew, catalogue.base)
    told(f"http://{HOST}:{server.port}/{server.token}/{f'?{query}' if query else ''}")
    try:
        running.run(sockets=[listening])
    finally:
        server.desk.close()
        crew.close()
        with suppress(OSError):
            listening.close()


def open_early(crew: Crew, study: Study) -> list[Future[Opened]]:
    """Make the opening stock of the first pairs at the study's place while the reader still chooses.

    There are as many as workers: another place would wait for more of them. Nobody waits for their ends.
    """
    setting = study.baseline.settings[study.places[0]]
    jobs = [missing(setting, replication) for replication in range(1, crew.workers + 1)]
    return [crew.submit(opened, job, job.key) for job in jobs if job is not None]
