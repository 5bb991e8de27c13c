"""Frozen values that are looked up often remember their hash: a condition may hold a word list of thousands of phrases."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")
_PLACE = "_remembered_hash"


def remembers_hash(cls: type[T]) -> type[T]:
    """A class decorator for frozen dataclasses: the hash is worked out once for each value."""
    work_out: Any = cls.__hash__

    def remembered(self: Any) -> int:
        found: int | None = self.__dict__.get(_PLACE)
        if found is None:
            found = work_out(self)
            object.__setattr__(self, _PLACE, found)
        return found

    def without_hash(self: Any) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != _PLACE}

    changed: Any = cls
    changed.__hash__ = remembered
    changed.__getstate__ = without_hash  # texts hash otherwise in another process
    return cls
