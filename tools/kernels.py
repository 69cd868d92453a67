"""Kernels of one interpreter, and a notebook's cells run in one."""

import os
import sys

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

CELL_TIMEOUT = 120  # seconds


class OnePython(KernelSpecManager):
    """Start kernels with one interpreter, whatever kernels the user has installed."""

    def __init__(self, python=sys.executable, **options):
        super().__init__(**options)
        self._python = str(python)

    def get_kernel_spec(self, kernel_name):
        # ipykernel warns on stderr that it speaks TCP; on the loopback that tells an author nothing.
        command = [self._python, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]
        return KernelSpec(argv=command, display_name="course", language="python")


def kernel_environment(**changes):
    """Return the environment of a lesson's kernel: one thread, which also removes one source of differing digits."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1", **changes}


def client_for(notebook, folder, python=sys.executable):
    """Return an nbclient that will write fresh outputs into `notebook`, cell by cell."""
    return NotebookClient(
        notebook,
        km=AsyncKernelManager(kernel_name="python3", kernel_spec_manager=OnePython(python)),
        timeout=CELL_TIMEOUT,
        startup_timeout=CELL_TIMEOUT,
        store_widget_state=False,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )


def run_cells(client):
    """Run every cell of a client's notebook in its started kernel.

    returns: None, or (cell id, error) of the first cell that failed, took too long, or lost its kernel
    """
    for index, cell in enumerate(client.nb.cells):
        try:
            client.execute_cell(cell, index)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            return cell.get("id"), error
    return None
