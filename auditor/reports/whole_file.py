"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_WHY = {
    errno.ENOSPC: "there is no room left on the disk",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "writing there is not permitted",
    errno.EPERM: "writing there is not permitted",
    errno.EROFS: "the disk is read-only",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "the name is too long",
}


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write; it takes its place, replacing an earlier one, only when all of it is on the disk.

    Raises OSError with one clear sentence (its `strerror`) where that cannot be done; nothing is then left behind.
    """
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    written = False
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        with part.open("xb") as out:
            written = True
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        written = False
    except OSError as error:
        raise OSError(error.errno, f"cannot write `{path}`: {_why(error, path)}") from error
    finally:
        if written:
            with suppress(OSError):
                part.unlink()


def _why(error: OSError, path: Path) -> str:
    if error.errno == errno.ENOENT and not path.parent.exists():
        return f"there is no folder `{path.parent}`"
    return _WHY.get(error.errno or 0) or (error.strerror or str(error)).lower()
