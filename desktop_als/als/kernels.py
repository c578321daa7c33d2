"""The compiled inner loop: conjugate gradients for a run of rows.

A caller first turns both sides into the eigenbasis of the fixed side's Gram matrix YᵀY = V Λ Vᵀ. Scores do not notice, since
(XV)(YV)ᵀ = XYᵀ, and the dense part of every row's system becomes the diagonal D_u = α₀Λ + λ f_u:

    (D_u + Σ_i w_ui y_i y_iᵀ) x_u = Σ_i b_ui y_i

which D_u itself preconditions: the operator is then the identity plus rank |S_u|, so a step costs 4·|S_u|·d operations, a few steps
are enough, and |S_u| + 1 are exact.

Of plays, a stored weight w pulls with b = w + pull_offset; below zero it marks a dislike, whose weight is the absolute value and
whose pull is 0. Of ratings, every weight is 1 and the stored number is the pull.

What bounds the speed is fetching rows of the fixed side from memory. Hence they may come in half precision (IEEE 754 binary16, as
uint16, times ``unit``): half the bytes, while the sums stay float32. They are read where they lie, eight at a time, and asked from
memory some entries ahead. Slower when measured on 17.6 million entries: copying a row's factors together first, asking for the next
row's while the steps of this one run, leaving the vectors of LANES to the compiler, whose loops cost more around than inside them.

Every row is solved by one thread in a fixed order, so the number of threads never changes a result. Nothing is allocated here.
A compiled function stands in one file with those it calls, because numba's cache on disk notices changes of its own file only.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from llvmlite import binding, ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.uint16]
Ints = npt.NDArray[np.int32]
F = TypeVar("F", bound=Callable[..., Any])

LANES = 16
"""Numbers of a vector; the width of every table of factors is a multiple of it. Narrower processors take it in pieces."""

GROUP = 8
"""Rows whose products are formed together: enough to hide the latency of their sums. A multiple is written into scratch arrays."""

AHEAD = 12
"""How many entries ahead the fixed side's rows are asked from memory, so that they have arrived when needed."""

FAST = ("contract", "reassoc", "nsz", "arcp")
"""What may be done with sums and products. NaN checks survive this set."""

LINE = 64
"""Bytes that one prefetch brings."""

_cgutils, _types = cast("Any", cgutils), cast("Any", types)  # without annotations
_float, _byte, _int32 = ir.FloatType(), ir.IntType(8), ir.IntType(32)
_vector = ir.VectorType(_float, LANES)


def compiled(function: F) -> F:
    """Compile at first call, keep on disk, run without the interpreter's lock."""
    return cast("F", njit(nogil=True, cache=True, fastmath=set(FAST), error_model="numpy")(function))


def halves_are_fast() -> bool:
    """Whether this processor turns half precision into single in one instruction; without, the compiler would call a library."""
    if any(os.environ.get(name) for name in ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES")):  # code for another processor
        return False
    by_name: dict[str, bool] = binding.get_host_cpu_features()
    return by_name.get("f16c", False) or binding.get_process_triple().startswith(("aarch64", "arm64"))


def _row(context: Any, builder: Any, kind: Any, table: Any, row: Any, width: Any) -> Any:
    data = context.make_array(kind)(context, builder, table).data
    return builder.gep(data, [builder.mul(row, width)])


def _load(builder: Any, kind: Any, row: Any, at: Any) -> Any:
    """LANES numbers of a row as float32, whichever precision it has."""
    is_half = kind.dtype == types.uint16
    stored = ir.VectorType(ir.HalfType(), LANES) if is_half else _vector
    vector = builder.load(builder.bitcast(builder.gep(row, [at]), stored.as_pointer()), align=2 if is_half else 4)
    return builder.fpext(vector, _vector) if is_half else vector


def _lanes(builder: Any, width: Any) -> Any:
    return _cgutils.for_range_slice(builder, width.type(0), width, width.type(LANES))


def _emit_dots(typing: Any, table: Any, width: Any, rows: Any, p: Any) -> Any:  # noqa: ARG001 - numba passes every type
    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind, _, several, right = signature.args
        pointers = [
            _row(context, builder, kind, arguments[0], builder.extract_value(arguments[2], i), arguments[1])
            for i in range(several.count)
        ]
        other = context.make_array(right)(context, builder, arguments[3]).data
        sums = [_cgutils.alloca_once(builder, _vector) for _ in pointers]
        for total in sums:
            builder.store(ir.Constant(_vector, [0.0] * LANES), total)
        with _lanes(builder, arguments[1]) as (at, _):
            factor = _load(builder, right, other, at)
            for pointer, total in zip(pointers, sums, strict=True):
                product = builder.fmul(_load(builder, kind, pointer, at), factor, flags=FAST)
                builder.store(builder.fadd(builder.load(total), product, flags=FAST), total)
        reduction = ir.FunctionType(_float, [_float, _vector])
        add_up = _cgutils.get_or_insert_function(builder.module, reduction, f"llvm.vector.reduce.fadd.v{LANES}f32")
        results = [builder.call(add_up, [_float(0.0), builder.load(total)], fastmath=FAST) for total in sums]
        return context.make_tuple(builder, signature.return_type, results)

    return _types.UniTuple(types.float32, rows.count)(table, types.intp, rows, p), emit


def _emit_add_rows(typing: Any, out: Any, width: Any, shares: Any, table: Any, rows: Any) -> Any:  # noqa: ARG001
    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        into, _, _, kind, several = signature.args
        target = context.make_array(into)(context, builder, arguments[0]).data
        pointers, factors = [], []
        for i in range(several.count):
            row = builder.extract_value(arguments[4], i)
            pointers.append(_row(context, builder, kind, arguments[3], row, arguments[1]))
            share = builder.insert_element(
                ir.Constant(_vector, ir.Undefined), builder.extract_value(arguments[2], i), _int32(0)
            )
            everywhere = ir.Constant(ir.VectorType(_int32, LANES), [0] * LANES)
            factors.append(builder.shuffle_vector(share, share, everywhere))
        with _lanes(builder, arguments[1]) as (at, _):
            place = builder.bitcast(builder.gep(target, [at]), _vector.as_pointer())
            total = builder.load(place, align=4)
            for pointer, factor in zip(pointers, factors, strict=True):
                product = builder.fmul(_load(builder, kind, pointer, at), factor, flags=FAST)
                total = builder.fadd(total, product, flags=FAST)
            builder.store(total, place, align=4)
        return context.get_dummy_value()

    return types.void(out, types.intp, shares, table, rows), emit


def _emit_prefetch(typing: Any, table: Any, width: Any, row: Any) -> Any:  # noqa: ARG001
    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        pointer = _row(context, builder, kind, arguments[0], arguments[2], arguments[1])
        address = _byte.as_pointer()
        shape = ir.FunctionType(ir.VoidType(), [address, _int32, _int32, _int32])
        ask = builder.module.declare_intrinsic("llvm.prefetch", [address], shape)
        width, numbers = arguments[1], LINE // (kind.dtype.bitwidth // 8)
        with _cgutils.for_range_slice(builder, width.type(0), width, width.type(numbers)) as (at, _):
            line = builder.bitcast(builder.gep(pointer, [at]), address)
            builder.call(ask, [line, _int32(0), _int32(3), _int32(1)])  # read, keep near, data
        return context.get_dummy_value()

    return types.void(table, types.intp, types.intp), emit


def _emit_halved(typing: Any, number: Any) -> Any:  # noqa: ARG001
    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.bitcast(builder.fptrunc(arguments[0], ir.HalfType()), ir.IntType(16))

    return types.uint16(types.float32), emit


dots = cast("Callable[..., tuple[float, ...]]", intrinsic(_emit_dots))
"""``dots(table, width, rows, p)``: the products of these rows of a table with p, as a tuple; only inside kernels."""

add_rows = cast("Callable[..., None]", intrinsic(_emit_add_rows))
"""``add_rows(out, width, shares, table, rows)``: add to ``out`` these rows, each times its share; only inside kernels."""

prefetch = cast("Callable[..., None]", intrinsic(_emit_prefetch))
"""``prefetch(table, width, row)``: ask the processor for a row; only inside kernels."""

halved = cast("Callable[[np.float32], np.uint16]", intrinsic(_emit_halved))
"""The bits of a number in half precision; only inside kernels."""


@compiled
def halve(source: Floats, scale: np.float32, out: Halves) -> None:
    """Set ``out`` to ``source · scale`` in half precision; both (r, width)."""
    for u in range(source.shape[0]):
        for k in range(source.shape[1]):
            out[u, k] = halved(source[u, k] * scale)


@compiled
def rows_of(columns: Ints, at: int, last: int) -> tuple[np.intp, ...]:
    """GROUP rows from entry ``at`` on; beyond entry ``last`` its row again."""
    return (
        np.intp(columns[at]),
        np.intp(columns[min(at + 1, last)]),
        np.intp(columns[min(at + 2, last)]),
        np.intp(columns[min(at + 3, last)]),
        np.intp(columns[min(at + 4, last)]),
        np.intp(columns[min(at + 5, last)]),
        np.intp(columns[min(at + 6, last)]),
        np.intp(columns[min(at + 7, last)]),
    )


@compiled
def project(
    fixed: Floats | Halves, unit: np.float32, columns: Ints, first: int, count: int, p: Floats, q: Floats
) -> None:
    """Set ``q[j] = y_j · p`` for the entries from ``first`` on; up to GROUP − 1 numbers behind them mean nothing."""
    width, last = fixed.shape[1], first + count - 1
    for j in range(0, count, GROUP):
        products = dots(fixed, width, rows_of(columns, first + j, last), p)
        for i in range(GROUP):
            q[j + i] = unit * products[i]


@compiled
def project_and_add(
    fixed: Floats | Halves,
    unit: np.float32,
    columns: Ints,
    first: int,
    count: int,
    p: Floats,
    w: Floats,
    b: Floats,
    q: Floats,
    out: Floats,
) -> None:
    """As :func:`project`, and add ``Σ_j (b_j − w_j q_j) y_j`` to ``out`` while the rows are near. Behind them w and b are 0."""
    width, last, end = fixed.shape[1], first + count - 1, columns.shape[0]
    for j in range(0, count, GROUP):
        at = first + j
        for ahead in range(at + AHEAD, min(at + AHEAD + GROUP, end)):
            prefetch(fixed, width, np.intp(columns[ahead]))
        rows = rows_of(columns, at, last)
        s = dots(fixed, width, rows, p)
        for i in range(GROUP):
            q[j + i] = unit * s[i]
        shares = (
            unit * (b[j] - w[j] * q[j]),
            unit * (b[j + 1] - w[j + 1] * q[j + 1]),
            unit * (b[j + 2] - w[j + 2] * q[j + 2]),
            unit * (b[j + 3] - w[j + 3] * q[j + 3]),
            unit * (b[j + 4] - w[j + 4] * q[j + 4]),
            unit * (b[j + 5] - w[j + 5] * q[j + 5]),
            unit * (b[j + 6] - w[j + 6] * q[j + 6]),
            unit * (b[j + 7] - w[j + 7] * q[j + 7]),
        )
        add_rows(out, width, shares, fixed, rows)


@compiled
def solve_rows(
    indptr: npt.NDArray[np.int64],
    columns: Ints,
    stored: Floats,
    fixed: Floats | Halves,
    unit: np.float32,
    dense: Floats,
    ridge: Floats,
    free: Floats,
    are_ratings: bool,
    pull_offset: float,
    steps: int,
    relaxation: np.float32,
    x: Floats,
    by_column: Floats,
    by_factor: Floats,
) -> tuple[float, float]:
    """Improve ``x`` by conjugate-gradient steps, one system for each of its rows.

    Args:
        indptr: (r + 1,) where each row's entries lie in ``columns`` and ``stored``.
        columns: of the whole matrix; the row of ``fixed`` behind each entry.
        stored: of the whole matrix: weights, below zero for a dislike; or centred ratings.
        fixed: (m, width) the other side, in the eigenbasis of its own Gram matrix, float32 or in half precision.
        unit: what the numbers of ``fixed`` have to be multiplied by.
        dense: (width,) α₀Λ.
        ridge: (r,) λ f of each row.
        free: (width,) 1, or 0 for a coordinate that stays as it is and is not regularized.
        are_ratings: what ``stored`` is.
        pull_offset: a play of weight w pulls with w + pull_offset.
        steps: conjugate-gradient steps.
        relaxation: how far to go from the first guess to the solution; 1 is all the way, more goes beyond.
        x: (r, width) first guess, overwritten by the solution. A row without entries gets 0 where it is free.
        by_column: (6, longest row + GROUP) scratch.
        by_factor: (6, width) scratch.

    Returns:
        Σ (w s² − 2 b s + b), with b² as last term for ratings, over the entries, which is the observed loss, and
        Σ ridge·|x|², both at the solution.
    """
    w, b, none = by_column[0], by_column[1], by_column[2]
    s, q, first_s = by_column[3], by_column[4], by_column[5]
    residual, p, change = by_factor[0], by_factor[1], by_factor[2]
    diagonal, inverse, first_x = by_factor[3], by_factor[4], by_factor[5]
    none[:] = 0
    width = fixed.shape[1]
    observed = ridges = 0.0
    for u in range(x.shape[0]):
        start, length = indptr[u], indptr[u + 1] - indptr[u]
        if length == 0:
            for k in range(width):
                x[u, k] *= 1 - free[k]
            continue
        for j in range(length):
            w[j] = np.float32(1) if are_ratings else abs(stored[start + j])
            b[j] = w[j] + np.float32(pull_offset) if stored[start + j] >= 0 else 0
            if are_ratings:
                b[j] = stored[start + j]
        for j in range(length, length + GROUP):
            w[j] = b[j] = 0
        for k in range(width):
            diagonal[k] = dense[k] + ridge[u]
            inverse[k] = free[k] / diagonal[k] if diagonal[k] > 0 else np.float32(0)
            residual[k] = -diagonal[k] * x[u, k]
            first_x[k] = x[u, k]
        project_and_add(fixed, unit, columns, start, length, x[u], w, b, s, residual)
        for j in range(length):
            first_s[j] = s[j]
        rz = np.float32(0)
        for k in range(width):
            p[k] = residual[k] * inverse[k]
            rz += residual[k] * p[k]
        for step in range(steps):
            if not rz > 0:
                break
            last = step == steps - 1
            curvature = np.float32(0)
            for k in range(width):
                change[k] = -diagonal[k] * p[k]
                curvature -= change[k] * p[k]
            if last:  # the residual is of no more use
                project(fixed, unit, columns, start, length, p, q)
            else:
                project_and_add(fixed, unit, columns, start, length, p, w, none, q, change)
            for j in range(length):
                curvature += w[j] * q[j] * q[j]
            if not curvature > 0:
                break
            stride = rz / curvature
            for k in range(width):
                x[u, k] += stride * p[k]
            for j in range(length):
                s[j] += stride * q[j]
            if last:
                break
            before, rz = rz, np.float32(0)
            for k in range(width):
                residual[k] += stride * change[k]
                change[k] = residual[k] * inverse[k]
                rz += residual[k] * change[k]
            for k in range(width):
                p[k] = change[k] + (rz / before) * p[k]
        for k in range(width):
            x[u, k] += (relaxation - 1) * (x[u, k] - first_x[k])
        for j in range(length):
            s[j] += (relaxation - 1) * (s[j] - first_s[j])
            least = b[j] * b[j] if are_ratings else b[j]
            observed += w[j] * s[j] * s[j] - 2 * b[j] * s[j] + least
        square = np.float32(0)
        for k in range(width):
            square += free[k] * x[u, k] * x[u, k]
        ridges += ridge[u] * square
    return observed, ridges
