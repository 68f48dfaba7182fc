"""Writing an ONNX model in memory.

The `onnx` package would do this and nothing else for us, for 20 MB; what a graph of constants and
nodes needs of the format is a dozen field numbers (onnx/onnx.proto, IR version 10) in protobuf's
wire encoding (https://protobuf.dev/programming-guides/encoding).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Attribute = int | float | Sequence[int]

_IR_VERSION = 10
_OPSET = 21
MICROSOFT = "com.microsoft"
"""The domain of onnxruntime's own operators."""

_DATA_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}
_FLOAT, _INT, _INTS = 1, 2, 7  # AttributeProto.AttributeType


@dataclass(frozen=True)
class Value:
    """An input or output of a graph; a dimension that is a name may be of any size."""

    name: str
    dtype: str
    shape: tuple[int | str, ...]


class Graph:
    """A graph that grows by constants and nodes, in the order in which they are to run."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, array: npt.ArrayLike, dtype: str = "float32") -> str:
        """Add `array` as `dtype`; gives its name."""
        values = np.ascontiguousarray(array, dtype=dtype)
        name = f"constant{len(self._constants)}"
        dimensions = b"".join(_integer(1, size) for size in np.shape(array))
        tensor = (
            dimensions
            + _integer(2, _DATA_TYPES[dtype])
            + _bytes(8, name)
            + _bytes(9, values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes())
        )
        self._constants.append(_bytes(5, tensor))
        return name

    def node(
        self,
        operator: str,
        *inputs: str,
        label: str = "",
        domain: str = "",
        **attributes: Attribute,
    ) -> str:
        """Add a node with one output; gives the output's name. An input left out is ''.

        `label` is what a profile calls the node, if not by its operator.
        """
        return self._add(operator, label, domain, inputs, 1, attributes)[0]

    def split(self, value: str, parts: int, axis: int) -> list[str]:
        """Add a node that cuts `value` into equal parts along `axis`; gives their names."""
        attributes: dict[str, Attribute] = {"axis": axis, "num_outputs": parts}
        return self._add("Split", "", "", [value], parts, attributes)

    def model(self, inputs: Iterable[Value], outputs: Iterable[Value]) -> bytes:
        """The whole as a serialized ModelProto, as onnxruntime.InferenceSession takes it."""
        graph = (
            b"".join(self._nodes)
            + _bytes(2, "graph")
            + b"".join(self._constants)
            + b"".join(_bytes(11, _value(value)) for value in inputs)
            + b"".join(_bytes(12, _value(value)) for value in outputs)
        )
        opsets = (("", _OPSET), (MICROSOFT, 1))
        return (
            _integer(1, _IR_VERSION)
            + _bytes(7, graph)
            + b"".join(_bytes(8, _bytes(1, name) + _integer(2, at)) for name, at in opsets)
        )

    def _add(
        self,
        operator: str,
        label: str,
        domain: str,
        inputs: Sequence[str],
        outputs: int,
        attributes: Mapping[str, Attribute],
    ) -> list[str]:
        name = f"{label or operator}#{len(self._nodes)}"
        names = [f"{name}:{i}" for i in range(outputs)]
        content = (
            b"".join(_bytes(1, value) for value in inputs)
            + b"".join(_bytes(2, value) for value in names)
            + _bytes(3, name)
            + _bytes(4, operator)
            + b"".join(_bytes(5, _attribute(key, value)) for key, value in attributes.items())
            + _bytes(7, domain)
        )
        self._nodes.append(_bytes(1, content))
        return names


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        content = _integer(3, value) + _integer(20, _INT)
    elif isinstance(value, float):
        content = _key(2, 5) + struct.pack("<f", value) + _integer(20, _FLOAT)
    else:
        content = b"".join(_integer(8, item) for item in value) + _integer(20, _INTS)
    return _bytes(1, name) + content


def _value(value: Value) -> bytes:
    sizes = (
        _bytes(2, size) if isinstance(size, str) else _integer(1, size) for size in value.shape
    )
    shape = b"".join(_bytes(1, size) for size in sizes)
    tensor = _integer(1, _DATA_TYPES[value.dtype]) + _bytes(2, shape)
    return _bytes(1, value.name) + _bytes(2, _bytes(1, tensor))


def _integer(field: int, value: int) -> bytes:
    return _key(field, 0) + _varint(value)


def _bytes(field: int, content: bytes | str) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return _key(field, 2) + _varint(len(raw)) + raw


def _key(field: int, wire_type: int) -> bytes:
    return _varint(field << 3 | wire_type)


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1  # a negative number is written as 64-bit two's complement
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)
