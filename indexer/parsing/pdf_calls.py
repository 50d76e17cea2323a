"""Calls of pdfium with plain addresses, three times as fast as with the types of pypdfium2.

A page may hold thousands of letters and objects, and each is asked about with several calls. So
the calls are made by `map`, many at once, and with as little conversion as can be.
"""

import ctypes
from collections.abc import Callable
from ctypes import c_float, c_int, c_uint, c_void_p
from typing import Any


def quick(function: object, result: object, *arguments: object) -> Callable[..., Any]:
    """A function of pypdfium2.raw that takes numbers and addresses as they are.

    Without types for its arguments it is faster still, but takes addresses as `c_void_p` only.
    """
    address = address_of(function)
    prototype = ctypes.PYFUNCTYPE(result, *arguments)  # type: ignore[arg-type]
    return prototype(address)


def address_of(handle: object) -> int:
    """The address behind one of pypdfium2's handles; 0 for none."""
    return ctypes.cast(handle, c_void_p).value or 0  # type: ignore[arg-type]


def places(
    numbers: "ctypes.Array[c_float] | ctypes.Array[c_uint] | ctypes.Array[c_int]",
) -> list[int]:
    """The addresses of numbers of four bytes each, for calls that write into them."""
    start = ctypes.addressof(numbers)
    return [start + 4 * index for index in range(len(numbers))]


def pointers(
    numbers: "ctypes.Array[c_float] | ctypes.Array[c_uint] | ctypes.Array[c_int]",
) -> list[c_void_p]:
    """The places of numbers, ready to be passed on; made once, since making them costs a call."""
    return [c_void_p(place) for place in places(numbers)]
