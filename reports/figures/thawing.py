"""Frozen figures back into their shapes: dataclasses of text, numbers, and tuples of these."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")


def thawed(shape: type[Shape], given: Mapping[str, Any]) -> Shape:
    """`thawed(type(x), asdict(x)) == x`, also through JSON; what an older run did not freeze keeps its default."""
    hints = get_type_hints(shape)
    return shape(
        **{name: _value(hints[name], value) for name, value in given.items() if name in hints}
    )


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(hint, UnionType):
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in value)
    if isinstance(value, Mapping) and hasattr(hint, "__dataclass_fields__"):
        return thawed(hint, value)
    return value
