"""Speed, memory, growth and ranking of the solver, beside the package `implicit` when it can be imported.

python -m tests.benchmarks [--smoke]
"""

from __future__ import annotations

from tests.benchmarks import bench_ranking, bench_solver

for bench in (bench_solver, bench_ranking):
    bench.main()
