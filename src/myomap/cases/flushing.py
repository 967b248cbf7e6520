"""Names of files brought to the disk, not only their bytes."""

import errno
import os
from pathlib import Path

__all__ = ["synced"]


def synced(folder: Path) -> None:
    """Flush a folder's names to the disk.

    Parameters
    ----------
    folder : Path
        After something in it was made or renamed.

    Raises
    ------
    OSError
        If the disk fails.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network disks cannot flush a folder and say so with EINVAL.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)
