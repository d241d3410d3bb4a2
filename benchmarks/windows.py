"""Windows a second, and memory, over a series of 10 million steps, against Keras's own data set.

python benchmarks/windows.py [--steps 10000000] [--lookback 96] [--horizon 24] [--batches 400]

Each side runs in a process of its own. Ours: a `Series` (time stamps, values, what was observed) is
scaled, and shuffled windows are drawn from it. The rival is
`keras.utils.timeseries_dataset_from_array` over the same values, scaled beforehand, shuffled as it
does. Printed are windows a second, and the peak of the process's own memory (`RssAnon`) above what
stood there after the imports, as a multiple of the raw series: its time stamps and values. Linux
only.
"""

import argparse
import subprocess
import sys
import threading
import time

import numpy as np


class Peak:
    """Watches the memory of this process from a thread."""

    def __init__(self) -> None:
        self.start = self.peak = self.now()
        threading.Thread(target=self.watch, daemon=True).start()

    @staticmethod
    def now() -> int:
        """Return the memory that is this process's own, in bytes."""
        with open("/proc/self/status") as stream:
            line = next(line for line in stream if line.startswith("RssAnon"))
        return int(line.split()[1]) << 10

    def watch(self) -> None:
        """Look fifty times a second."""
        while True:
            self.peak = max(self.peak, self.now())
            time.sleep(0.02)


def ours(steps: int, lookback: int, horizon: int, batches: int) -> tuple[float, float]:
    """Return windows a second and peak memory in bytes."""
    import pandas as pd

    from keras_seq.data.series import Series, SeriesFeatures, Windows
    from keras_seq.data.series.window_batches import WindowBatches

    peak = Peak()
    times = pd.date_range("2000-01-01", periods=steps, freq="s")
    values = np.random.default_rng(0).normal(size=(steps, 1))
    nothing = pd.DataFrame(index=times[:0])
    series = Series("", "made", times, "s", ("y",), values, np.ones((steps, 1), bool), nothing,
                    nothing)  # fmt: skip
    features = SeriesFeatures.fit([(series, steps)], season=60)
    drawn = WindowBatches(
        Windows([(series, lookback, steps - horizon + 1)]),
        {id(series): features.matrix(series, horizon)},
        lookback=lookback, horizon=horizon, batch_size=256, shuffle=True,
        encode=lambda arrays: (arrays.history, arrays.future),
    )  # fmt: skip
    drawn[0]
    begun = time.perf_counter()
    for index in range(batches):
        drawn[index]
    return batches * 256 / (time.perf_counter() - begun), peak.peak - peak.start


def keras_own(steps: int, lookback: int, horizon: int, batches: int) -> tuple[float, float]:
    """Return the same of Keras's data set, whose target is the one value behind the horizon."""
    import keras
    import tensorflow as tf

    tf.constant(0)
    peak = Peak()
    stamps = np.arange(steps)
    values = np.random.default_rng(0).normal(size=(steps, 1))
    scaled = ((values - values.mean()) / values.std()).astype(np.float32)
    ready = keras.utils.timeseries_dataset_from_array(
        scaled[:-horizon], scaled[lookback + horizon - 1 :], lookback, batch_size=256,
        shuffle=True, seed=0,
    )  # fmt: skip
    stream = iter(ready)
    next(stream)
    begun = time.perf_counter()
    for _ in range(batches):
        next(stream)
    seconds = time.perf_counter() - begun
    assert len(stamps) == steps
    return batches * 256 / seconds, peak.peak - peak.start


def main() -> None:
    """Run both, each in a process of its own, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=10_000_000)
    parser.add_argument("--lookback", type=int, default=96)
    parser.add_argument("--horizon", type=int, default=24)
    parser.add_argument("--batches", type=int, default=400)
    parser.add_argument("--side", choices=("ours", "keras"))
    given = parser.parse_args()
    sizes = (given.steps, given.lookback, given.horizon, given.batches)
    if given.side:
        print(*(ours if given.side == "ours" else keras_own)(*sizes))
        return
    raw = given.steps * 16
    print(f"{given.steps:,} steps, {raw / 1e6:.0f} MB raw; windows of {given.lookback} + "
          f"{given.horizon}, batches of 256")  # fmt: skip
    speeds = {}
    for side in ("ours", "keras"):
        done = subprocess.run(
            [sys.executable, __file__, "--side", side, *sys.argv[1:]],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        speed, memory = map(float, done.stdout.split())
        speeds[side] = speed
        print(f"{side:6} {speed:12,.0f} windows/s   peak {memory / 1e6:6.0f} MB, "
              f"{memory / raw:.2f} times the raw series")  # fmt: skip
    print(f"ours against keras: {speeds['ours'] / speeds['keras']:.1f} times")


if __name__ == "__main__":
    main()
