"""The solver: implicit alternating least squares. Only kernels, objective and what trains with them import numba."""
