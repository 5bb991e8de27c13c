"""Patterns in texts, on an engine that takes time in proportion to the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from auditor.wording.batches import Ranks, batches
from auditor.wording.characters import codes
from auditor.wording.reading import read

_TOLERANCES = frozenset({"width", "zero-width"})


@overload
def matches(texts: Sequence[str | None], pattern: str) -> list[bool | None]: ...


@overload
def matches(texts: pa.Array | pa.ChunkedArray, pattern: str) -> pa.BooleanArray: ...


def matches(texts: Any, pattern: str) -> Any:
    """For each text whether a pattern is found in it; None (null) where there is no text.

    texts: strings and None, or an Arrow array of strings, whole or in chunks, for which an Arrow array is given back.
    The text is searched as `width` and `zero-width` read it: in Unicode's form NFKC, so `（` is `(`, and without
    format characters; case is kept. pattern: for RE2.
    Raises ValueError for a pattern that RE2 does not take, TypeError for an Arrow array of anything but strings.
    """
    whole = pc.match_substring_regex(plain(texts), pattern)
    return whole.to_pylist() if isinstance(texts, Sequence) else whole


def plain(texts: Any) -> pa.LargeStringArray:
    """Texts as patterns see them, for several patterns in turn; null where there is no text.

    texts: strings and None, or an Arrow array of strings, whole or in chunks.
    """
    found = [pa.array([], pa.large_string())]
    for batch in batches(texts):
        characters = read(batch, codes(_TOLERANCES))
        whole = characters.folded(slice(None)).tobytes().decode("utf-32-le", "replace").encode()
        # The bytes that begin a character are those that are no 0b10xxxxxx.
        begins = np.append(np.frombuffer(whole, np.int8) >= -64, True)
        offsets = Ranks(begins).nth(characters.starts)
        found.append(pa.LargeStringArray.from_buffers(batch.rows, pa.py_buffer(offsets), pa.py_buffer(whole)))
    rows = pa.concat_arrays(found)
    if isinstance(texts, Sequence):
        missing = pa.array([text is None for text in texts], pa.bool_())
    else:
        missing = texts.is_null()
        missing = missing.combine_chunks() if isinstance(missing, pa.ChunkedArray) else missing
    return pc.if_else(missing, pa.scalar(None, pa.large_string()), rows)
