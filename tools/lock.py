"""A lock between programs, of the standard library alone: set-up needs it before filelock is installed."""

import contextlib
import time

try:
    import fcntl

    def _take(file):
        """Take the lock, or raise BlockingIOError when somebody has it, another OSError when the disk has no locks."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

except ModuleNotFoundError:  # Windows
    import msvcrt

    def _take(file):
        """Take the lock, or raise PermissionError when somebody has it, another OSError when the disk has no locks."""
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)


@contextlib.contextmanager
def alone(path, waiting):
    """Hold the lock on a file; a second program waits here. On a disk that has no locks nobody waits.

    waiting: called once when somebody else holds it

    The operating system keeps the lock, so it is gone when the file is closed, however its holder ends.
    The file stays, empty, and means nothing.
    """
    with open(path, "ab") as file:
        told = False
        while True:
            try:
                _take(file)
            except (BlockingIOError, PermissionError):
                if not told:
                    waiting()
                    told = True
                time.sleep(0.1)
            except OSError:
                break
            else:
                break
        yield
