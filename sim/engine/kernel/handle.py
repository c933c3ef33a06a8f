"""The state in compiled functions: one address, whatever the number of arrays.

A tuple of forty arrays would cost about three hundred machine words in each call of a small compiled function. So the
state is passed as the address of a table with (data, length, width) of each array. ``S.piece`` reads that table.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.datamodel import models, register_default
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, intrinsic, typeof_impl, unbox
from numba.np.arrayobj import populate_array

from sim.engine.kernel.state import State


class StateType(types.Type):  # type: ignore[misc]
    """The type of a state in compiled code. Its name contains a hash of the arrays' types."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.arrays = arrays
        super().__init__(name=f"State({hashlib.sha256(repr(arrays).encode()).hexdigest()})")


@register_default(StateType)
class _StateModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, ir.IntType(64))


class Handle:
    """A state with the table of its arrays' addresses. It is the argument of compiled functions."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.table = np.array([(a.ctypes.data, a.shape[0], a.shape[1] if a.ndim > 1 else 1) for a in state], np.int64)
        self.address = int(self.table.ctypes.data)
        self.type = _state_type(tuple((array.dtype, array.ndim) for array in state))


@lru_cache(maxsize=16)
def _state_type(kinds: tuple[tuple[np.dtype[Any], int], ...]) -> StateType:
    """The type of a state from the element type and the dimensions of each array. Runs share it, because it is slow to make."""
    return StateType(
        {
            name: types.Array(from_dtype(dtype), ndim, "C")
            for name, (dtype, ndim) in zip(State._fields, kinds, strict=True)
        }
    )


@typeof_impl.register(Handle)  # type: ignore[untyped-decorator]
def _type_of(value: Handle, context: Any) -> StateType:  # noqa: ARG001 - the signature is numba's
    return value.type


@unbox(StateType)  # type: ignore[untyped-decorator]
def _unbox(typ: Any, obj: Any, c: Any) -> NativeValue:  # noqa: ARG001 - the signature is numba's
    address = c.pyapi.object_getattr_string(obj, "address")
    number = c.unbox(types.int64, address)
    c.pyapi.decref(address)
    return NativeValue(number.value, is_error=number.is_error)


@infer_getattr
class _Attributes(AttributeTemplate):  # type: ignore[misc]
    """The type of an attribute: ``S.piece`` is an array."""

    key = StateType

    def generic_resolve(self, typ: Any, attr: str) -> Any:
        return typ.arrays.get(attr)


def _word(builder: Any, words: Any, number: int) -> Any:
    """A word of the table. No call changes it, so the compiler may keep it over writes to the arrays."""
    word = builder.load(builder.gep(words, [ir.Constant(ir.IntType(64), number)]))
    word.set_metadata("invariant.load", builder.module.add_metadata([]))
    return word


@lower_getattr_generic(StateType)  # type: ignore[untyped-decorator]
def _read(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    """Build the array from the table's words. References are not counted, because the state outlives the call."""
    array_type = typ.arrays[attr]
    words = builder.inttoptr(value, ir.IntType(64).as_pointer())
    first = 3 * list(typ.arrays).index(attr)
    data, *shape = (_word(builder, words, first + k) for k in range(1 + array_type.ndim))
    array = context.make_array(array_type)(context, builder)
    size = context.get_abi_sizeof(context.get_data_type(array_type.dtype))
    itemsize = ir.Constant(ir.IntType(64), size)
    strides = [itemsize] if array_type.ndim == 1 else [builder.mul(shape[1], itemsize), itemsize]
    pointer = builder.inttoptr(data, context.get_data_type(array_type.dtype).as_pointer())
    populate_array(array, data=pointer, shape=shape, strides=strides, itemsize=itemsize, meminfo=None)
    return array._getvalue()  # noqa: SLF001 - numba offers no other way to the finished array


@intrinsic  # type: ignore[untyped-decorator]
def prefetch(context: Any, array: Any, row: Any, byte: Any) -> Any:  # noqa: ARG001 - the signature is numba's
    """Ask for the line of the cache that has this byte of an array's row, without waiting for it."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array_type = signature.args[0]
        of_array = context.make_array(array_type)(context, builder, arguments[0])
        word, half, byte_type = ir.IntType(64), ir.IntType(32), ir.IntType(8)
        stride = cgutils.unpack_tuple(builder, of_array.strides, array_type.ndim)[0]
        offset = builder.add(builder.mul(arguments[1], stride), arguments[2])
        address = builder.inttoptr(builder.add(builder.ptrtoint(of_array.data, word), offset), byte_type.as_pointer())
        function = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(ir.VoidType(), [byte_type.as_pointer(), half, half, half]),
            "llvm.prefetch.p0",
        )
        builder.call(function, [address, *(ir.Constant(half, number) for number in (0, 3, 1))])
        return context.get_dummy_value()

    return types.none(array, types.int64, types.int64), code
