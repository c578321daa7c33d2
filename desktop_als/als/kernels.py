"""The compiled inner loops: conjugate gradients for a run of rows, and the sum over what was observed.

A caller first turns both sides into the eigenbasis of the fixed side's Gram matrix YᵀY = V Λ Vᵀ. Scores do not notice, since
(XV)(YV)ᵀ = XYᵀ, and the dense part of every row's system becomes the diagonal D_u = α₀Λ + λ f_u:

    (D_u + Σ_i w_ui y_i y_iᵀ) x_u = Σ_i b_ui y_i

which D_u itself preconditions: the operator is then the identity plus rank |S_u|, so a step costs 4·|S_u|·d operations, a few steps
are enough, and |S_u| + 1 are exact.

A stored weight below zero marks a dislike: its weight is the absolute value and its pull is 0. Every row is solved by one thread in
a fixed order, so the number of threads never changes a result. Nothing is allocated here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

Floats = npt.NDArray[np.float32]
F = TypeVar("F", bound=Callable[..., Any])

TILE = 4096
"""Rows of the fixed side that a thread keeps at hand. A longer row is gathered anew, tile by tile, in every step."""

AHEAD = 8
"""How many observations ahead the fixed side's rows are asked from memory, so that they have arrived when needed."""

CACHE_LINE = 16
"""Float32 numbers that one prefetch brings."""


def compiled(function: F) -> F:
    """Compile at first call, keep on disk, run without the interpreter's lock. NaN checks survive this set of fast-math flags."""
    fast = {"contract", "reassoc", "nsz", "arcp"}
    return cast("F", njit(nogil=True, cache=True, fastmath=fast, error_model="numpy")(function))


def _emit_prefetch(typing: Any, array: Any, row: Any, column: Any) -> Any:  # noqa: ARG001 - numba passes every type
    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind, item_pointer = signature.args[0], cast("Any", cgutils.get_item_pointer)
        data = context.make_array(kind)(context, builder, arguments[0])
        place = item_pointer(context, builder, kind, data, list(arguments[1:]))
        byte, flag = ir.IntType(8).as_pointer(), ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])
        ask = builder.module.declare_intrinsic("llvm.prefetch", [byte], shape)
        builder.call(ask, [builder.bitcast(place, byte), flag(0), flag(3), flag(1)])  # read, keep near, data
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp), emit


prefetch = cast("Callable[[Floats, np.intp, int], None]", intrinsic(_emit_prefetch))
"""Ask the processor for the cache line of ``array[row, column]``; only inside kernels."""


@compiled
def gather(fixed: Floats, columns: npt.NDArray[np.int32], first: int, count: int, rows: Floats) -> None:
    """Copy ``fixed[columns[first : first + count]]`` to ``rows[:count]``."""
    d = fixed.shape[1]
    for j in range(count):
        if first + j + AHEAD < columns.shape[0]:
            for k in range(0, d, CACHE_LINE):
                prefetch(fixed, np.intp(columns[first + j + AHEAD]), k)
        source = np.intp(columns[first + j])
        for k in range(d):
            rows[j, k] = fixed[source, k]


@compiled
def project(rows: Floats, count: int, p: Floats, q: Floats, at: int) -> None:
    """Set ``q[at + j] = rows[j] · p`` for the first ``count`` rows, four at a time."""
    d = p.shape[0]
    j = 0
    while j + 4 <= count:
        q0 = q1 = q2 = q3 = np.float32(0)
        for k in range(d):
            q0 += rows[j, k] * p[k]
            q1 += rows[j + 1, k] * p[k]
            q2 += rows[j + 2, k] * p[k]
            q3 += rows[j + 3, k] * p[k]
        q[at + j], q[at + j + 1], q[at + j + 2], q[at + j + 3] = q0, q1, q2, q3
        j += 4
    while j < count:
        q0 = np.float32(0)
        for k in range(d):
            q0 += rows[j, k] * p[k]
        q[at + j] = q0
        j += 1


@compiled
def project_and_add(rows: Floats, count: int, p: Floats, w: Floats, b: Floats, q: Floats, at: int, out: Floats) -> None:
    """As :func:`project`, and add ``Σ_j (b[at + j] − w[at + j] q[at + j]) rows[j]`` to ``out`` while the rows are near."""
    d = p.shape[0]
    j = 0
    while j + 4 <= count:
        q0 = q1 = q2 = q3 = np.float32(0)
        for k in range(d):
            q0 += rows[j, k] * p[k]
            q1 += rows[j + 1, k] * p[k]
            q2 += rows[j + 2, k] * p[k]
            q3 += rows[j + 3, k] * p[k]
        i = at + j
        q[i], q[i + 1], q[i + 2], q[i + 3] = q0, q1, q2, q3
        c0, c1, c2, c3 = b[i] - w[i] * q0, b[i + 1] - w[i + 1] * q1, b[i + 2] - w[i + 2] * q2, b[i + 3] - w[i + 3] * q3
        for k in range(d):
            out[k] += c0 * rows[j, k] + c1 * rows[j + 1, k] + c2 * rows[j + 2, k] + c3 * rows[j + 3, k]
        j += 4
    while j < count:
        q0 = np.float32(0)
        for k in range(d):
            q0 += rows[j, k] * p[k]
        q[at + j] = q0
        c0 = b[at + j] - w[at + j] * q0
        for k in range(d):
            out[k] += c0 * rows[j, k]
        j += 1


@compiled
def solve_rows(
    indptr: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int32],
    weights: Floats,
    fixed: Floats,
    dense: Floats,
    ridge: Floats,
    pull_offset: float,
    steps: int,
    x: Floats,
    rows: Floats,
    by_column: Floats,
    by_factor: Floats,
) -> tuple[float, float]:
    """Improve ``x`` by conjugate-gradient steps, one system for each of its rows.

    Args:
        indptr: (r + 1,) where each row's entries lie in ``columns`` and ``weights``.
        columns: of the whole matrix; the row of ``fixed`` behind each entry.
        weights: of the whole matrix; below zero for a dislike.
        fixed: (m, d) the other side, in the eigenbasis of its own Gram matrix.
        dense: (d,) α₀Λ.
        ridge: (r,) λ f of each row.
        pull_offset: a play of weight w pulls with w + pull_offset.
        steps: conjugate-gradient steps.
        x: (r, d) first guess, overwritten by the solution.
        rows: (TILE, d) scratch.
        by_column: (5, longest row) scratch.
        by_factor: (5, d) scratch.

    Returns:
        Σ (w s² − 2 b s + b) over the entries, which is the observed loss, and Σ ridge·|x|², both at the solution.
    """
    w, b, none, s, q = by_column[0], by_column[1], by_column[2], by_column[3], by_column[4]
    residual, p, change = by_factor[0], by_factor[1], by_factor[2]
    diagonal, inverse = by_factor[3], by_factor[4]
    none[:] = 0
    d, tile = fixed.shape[1], rows.shape[0]
    observed = ridges = 0.0
    for u in range(x.shape[0]):
        start, length = indptr[u], indptr[u + 1] - indptr[u]
        for j in range(length):
            w[j] = abs(weights[start + j])
            b[j] = w[j] + np.float32(pull_offset) if weights[start + j] >= 0 else 0
        for k in range(d):
            diagonal[k] = dense[k] + ridge[u]
            inverse[k] = 1 / diagonal[k] if diagonal[k] > 0 else np.float32(0)
            residual[k] = -diagonal[k] * x[u, k]
        for at in range(0, length, tile):
            count = min(tile, length - at)
            gather(fixed, columns, start + at, count, rows)
            project_and_add(rows, count, x[u], w, b, s, at, residual)
        rz = np.float32(0)
        for k in range(d):
            p[k] = residual[k] * inverse[k]
            rz += residual[k] * p[k]
        for step in range(steps):
            if not rz > 0:
                break
            last = step == steps - 1
            curvature = np.float32(0)
            for k in range(d):
                change[k] = -diagonal[k] * p[k]
                curvature -= change[k] * p[k]
            for at in range(0, length, tile):
                count = min(tile, length - at)
                if length > tile:
                    gather(fixed, columns, start + at, count, rows)
                if last:  # the residual is of no more use
                    project(rows, count, p, q, at)
                else:
                    project_and_add(rows, count, p, w, none, q, at, change)
            for j in range(length):
                curvature += w[j] * q[j] * q[j]
            if not curvature > 0:
                break
            stride = rz / curvature
            for k in range(d):
                x[u, k] += stride * p[k]
            for j in range(length):
                s[j] += stride * q[j]
            if last:
                break
            before, rz = rz, np.float32(0)
            for k in range(d):
                residual[k] += stride * change[k]
                change[k] = residual[k] * inverse[k]
                rz += residual[k] * change[k]
            for k in range(d):
                p[k] = change[k] + (rz / before) * p[k]
        for j in range(length):
            observed += w[j] * s[j] * s[j] - 2 * b[j] * s[j] + b[j]
        square = np.float32(0)
        for k in range(d):
            square += x[u, k] * x[u, k]
        ridges += ridge[u] * square
    return observed, ridges


@compiled
def observed_loss(
    indptr: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int32],
    weights: Floats,
    X: Floats,
    Y: Floats,
    pull_offset: float,
) -> float:
    """Σ (w s² − 2 b s + b) over the stored entries, with s = X[u] · Y[i], summed in float64."""
    total = 0.0
    for u in range(indptr.shape[0] - 1):
        for e in range(indptr[u], indptr[u + 1]):
            w, s = abs(weights[e]), np.float32(0)
            b = w + pull_offset if weights[e] >= 0 else 0.0
            for k in range(X.shape[1]):
                s += X[u, k] * Y[columns[e], k]
            total += w * s * s - 2 * b * s + b
    return total
