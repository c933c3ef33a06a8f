"""Execute the notebooks, and write them with their outputs as files that Jupyter and VS Code open.

``python -m notebooks.execute`` executes all of them, ``python -m notebooks.execute 01 05`` those that begin so.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import jupytext
import zmq
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

FOLDER = Path(__file__).parent
LONGEST = 1800
"""Seconds that a cell may take."""


def notebooks() -> list[Path]:
    """The notebooks as text, in their order."""
    return sorted(FOLDER.glob("[0-9][0-9]-*.py"))


def read(file: Path) -> NotebookNode:
    """A notebook from its text, without outputs."""
    notebook: NotebookNode = jupytext.read(file)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return notebook


def kernel() -> KernelManager:
    """A kernel of the interpreter that runs this program, whatever kernels are installed on the machine.

    Its messages are encrypted if the libraries can do that, so that no other user of the machine reads them.
    """
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    if manager.has_trait("transport_encryption") and zmq.has("curve"):
        manager.transport_encryption = "auto"
    manager.client_class = (
        "jupyter_client.asynchronous.AsyncKernelClient"  # nbclient waits for answers without blocking
    )
    return manager


def execute(notebook: NotebookNode, folder: Path, manager: KernelManager | None = None) -> NotebookNode:
    """Execute a notebook in a folder and return it with its outputs.

    Args:
        folder: the working folder, where the notebook writes.
        manager: a kernel that runs already and goes on; None for a kernel of the notebook's own.

    Raises:
        CellExecutionError: a cell raised an error.
    """
    client = NotebookClient(
        notebook, km=manager or kernel(), timeout=LONGEST, resources={"metadata": {"path": str(folder)}}
    )
    try:
        client.execute(cleanup_kc=manager is None)
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
    return notebook


def main(beginnings: Iterable[str]) -> int:
    """Execute the notebooks that begin so, and write each beside its text. Returns the exit code of the command."""
    wanted = tuple(beginnings)
    chosen = [file for file in notebooks() if not wanted or file.name.startswith(wanted)]
    if not chosen:
        sys.stderr.write(f"No notebook begins with {' or '.join(wanted)}.\n")
        return 2
    for file in chosen:
        begin = time.monotonic()
        try:
            notebook = execute(read(file), FOLDER)
        except CellExecutionError as error:
            sys.stderr.write(f"{file.name}: a cell raised an error\n{error}\n")
            return 1
        target = file.with_suffix(".ipynb")
        jupytext.write(notebook, target)
        sys.stdout.write(f"Written: {target} ({time.monotonic() - begin:.0f} s)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
