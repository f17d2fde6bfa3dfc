"""The ten-year income model in NumPy: a line in, a run, its seconds out (wall and processor). Ends with its input."""

import sys
import time

import numpy as np

DRAWS = 1_000_000


def inputs(rng):
    variance = np.log(1 + (0.02 / 0.12) ** 2)
    growth = rng.normal(0.05, 0.02, DRAWS)
    royalty = rng.triangular(0.10, 0.15, 0.25, DRAWS)
    rate = rng.lognormal(np.log(0.12) - variance / 2, np.sqrt(variance), DRAWS)
    return growth, royalty, rate


def powers(rng):
    """The formula as it is written: a matrix of draws by years."""
    growth, royalty, rate = inputs(rng)
    t = np.arange(1, 11)
    flows = 1000 * (1 + growth)[:, None] ** (t - 1) * royalty[:, None]
    return (flows / (1 + rate)[:, None] ** (t - 0.5)).sum(axis=1)


def products(rng):
    """What a careful hand makes of it: a column a year, and no power."""
    growth, royalty, rate = inputs(rng)
    up, down = 1 + growth, 1 + rate
    flow, factor, value = 1000 * royalty, np.sqrt(down), np.zeros(DRAWS)
    for _ in range(10):
        value += flow / factor
        flow *= up
        factor *= down
    return value


way = {"powers": powers, "products": products}[sys.argv[1]]
rng = np.random.default_rng(20261125)
for _ in sys.stdin:
    wall, processor = time.perf_counter(), time.process_time()
    value = way(rng)
    low, median, high = np.quantile(value, [0.05, 0.5, 0.95])
    mean, sd = value.mean(), value.std(ddof=1)
    print(time.perf_counter() - wall, time.process_time() - processor, mean, sd, low, median, high, flush=True)
