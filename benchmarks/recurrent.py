"""Train steps and forward passes of recurrent layers, against Keras on TensorFlow and JAX, PyTorch.

python benchmarks/recurrent.py [--rounds 15] [--cases NAME ...] [--sides SIDE ...] [--memory]

Each side runs in a process of its own and waits for its turn; the sides take turns, each first
as often, and medians are given. A train step is the gradient of the mean square of all outputs by
all weights. Its floor is the arithmetic of its products, at the speed of one large product here.
Sides that aren't installed are left out. `--memory` gives peaks of memory of a train step of
LSTM 512 over 1,000 steps instead; Linux only.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

PAUSE = 0.3  # seconds; threads of the side before go on spinning for up to 0.2
SIDES = ("ours", "keras", "keras on JAX", "PyTorch")


class Case(NamedTuple):
    """A stack of recurrent layers, and the batch that goes through."""

    cell: str
    batch: int
    time: int
    features: int
    units: int
    num_layers: int = 1
    bidirectional: bool = False
    masked: bool = False

    def name(self) -> str:
        """Name it as the table does."""
        kind = ("Bi" if self.bidirectional else "") + self.cell.upper()
        layers = f" x {self.num_layers}" if self.num_layers > 1 else ""
        return (f"{kind} {self.units}{layers}, {self.batch} x {self.time} x {self.features}"
                + (", masked" if self.masked else ""))  # fmt: skip

    def operations(self) -> float:
        """Count the additions and multiplications of a train step's products."""
        gates, width, total = {"lstm": 4, "gru": 3}[self.cell], self.features, 0
        for _ in range(self.num_layers):
            sides = 1 + self.bidirectional
            total += sides * gates * self.units * (width + self.units)
            width = sides * self.units
        # Once forwards, twice backwards; the first layer's inputs need no gradient.
        spared = (1 + self.bidirectional) * gates * self.units * self.features
        return 2.0 * self.batch * self.time * (3 * total - spared)


CASES = [
    Case("lstm", 64, 100, 65, 512),
    Case("lstm", 32, 200, 128, 64),
    Case("lstm", 256, 120, 7, 32),
    Case("lstm", 32, 200, 128, 64, num_layers=2, bidirectional=True),
    Case("gru", 64, 100, 65, 256),
    Case("lstm", 32, 64, 256, 1024),
    Case("lstm", 32, 200, 128, 64, masked=True),
]
LONG = Case("lstm", 64, 1000, 65, 512)


def arrays(case: Case) -> tuple[np.ndarray, np.ndarray | None]:
    """Draw a batch, and a mask if the case has one: padding behind, a third of all steps."""
    draw = np.random.default_rng(0)
    x = draw.normal(size=(case.batch, case.time, case.features)).astype("float32")
    if not case.masked:
        return x, None
    lengths = draw.integers(case.time // 3, case.time + 1, case.batch)
    return x, np.arange(case.time) < lengths[:, None]


def peak_speed() -> float:
    """Measure operations a second in one large product."""
    import tensorflow as tf

    a = tf.random.normal([4096, 4096])
    product = tf.function(lambda: tf.matmul(a, a))
    seconds = [timed(lambda: product().numpy()) for _ in range(6)]
    return 2 * 4096**3 / min(seconds)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def with_keras(case: Case, own: bool) -> dict[str, Callable[[], Any]]:
    """Make a train step and a forward pass of Keras layers, or of ours in their place."""
    import keras

    from keras_seq import layers as fast

    x, mask = arrays(case)
    kinds = fast if own else keras.layers
    cell = {"lstm": kinds.LSTM, "gru": kinds.GRU}[case.cell]
    inputs = keras.Input(x.shape[1:], batch_size=case.batch)
    valid = keras.Input((case.time,), batch_size=case.batch, dtype="bool")
    y = inputs
    for _ in range(case.num_layers):
        layer = cell(case.units, return_sequences=True)
        layer = keras.layers.Bidirectional(layer) if case.bidirectional else layer
        y = layer(y, mask=valid if case.masked else None)
    given = [inputs, valid] if case.masked else [inputs]
    model = keras.Model(given, y)
    feed = [x, mask] if mask is not None else [x]
    if keras.backend.backend() == "jax":
        return _on_jax(model, feed)
    import tensorflow as tf

    tensors = [tf.constant(one) for one in feed]

    @tf.function
    def train() -> Any:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(tensors, training=True)))
        return tape.gradient(loss, [one.value for one in model.trainable_variables])

    forward = tf.function(lambda: model(tensors, training=False))
    return {"train": lambda: [one.numpy() for one in train()], "forward": lambda: forward().numpy()}


def _on_jax(model: Any, feed: list[np.ndarray]) -> dict[str, Callable[[], Any]]:
    import jax

    weights = [one.value for one in model.trainable_variables]
    rest = [one.value for one in model.non_trainable_variables]
    tensors = [jax.numpy.asarray(one) for one in feed]

    def loss(weights: Any, training: bool) -> Any:
        return (model.stateless_call(weights, rest, tensors, training=training)[0] ** 2).mean()

    train = jax.jit(jax.grad(lambda weights: loss(weights, True)))
    forward = jax.jit(lambda weights: model.stateless_call(weights, rest, tensors)[0])
    return {
        "train": lambda: jax.block_until_ready(train(weights)),
        "forward": lambda: jax.block_until_ready(forward(weights)),
    }


def with_torch(case: Case) -> dict[str, Callable[[], Any]]:
    """Make the same of PyTorch's layers; sequences of unequal length are packed."""
    import torch

    x, mask = arrays(case)
    kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[case.cell]
    layer = kind(case.features, case.units, case.num_layers, batch_first=True,
                 bidirectional=case.bidirectional)  # fmt: skip
    data = torch.from_numpy(x)
    lengths = None if mask is None else torch.from_numpy(mask.sum(axis=1))

    def outputs() -> Any:
        if lengths is None:
            return layer(data)[0]
        rnn = torch.nn.utils.rnn
        packed = rnn.pack_padded_sequence(data, lengths, True, enforce_sorted=False)
        return rnn.pad_packed_sequence(layer(packed)[0], batch_first=True)[0]

    def train() -> None:
        layer.zero_grad()
        outputs().square().mean().backward()

    def forward() -> None:
        with torch.inference_mode():
            outputs()

    return {"train": train, "forward": forward}


def serve(side: str, case: Case) -> None:
    """Run what is asked for on stdin, and answer with milliseconds."""
    work = with_torch(case) if side == "PyTorch" else with_keras(case, own=side == "ours")
    for name in work:
        work[name]()
        work[name]()
    print("ready", flush=True)
    for line in sys.stdin:
        print(1e3 * timed(work[line.strip()]), flush=True)


def start(side: str, case: Case) -> subprocess.Popen[str] | None:
    """Start the process of a side; None if what it needs isn't installed."""
    backend = "jax" if side.endswith("JAX") else "tensorflow"
    environment = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, "KERAS_BACKEND": backend}
    process = subprocess.Popen(
        [sys.executable, __file__, "--side", side, "--case", json.dumps(case)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    if process.stdout.readline().strip() == "ready":
        return process
    said = process.stderr.read()
    if "ModuleNotFoundError" not in said:
        sys.exit(f"{side}: {said}")
    return None


def ask(process: subprocess.Popen[str], what: str) -> float:
    """Let a side run once; milliseconds."""
    time.sleep(PAUSE)
    assert process.stdin is not None and process.stdout is not None
    print(what, file=process.stdin, flush=True)
    return float(process.stdout.readline())


def compare(case: Case, names: list[str], rounds: int, speed: float) -> None:
    """Time all sides of a case, one after another, again and again."""
    sides = {side: process for side in names if (process := start(side, case))}
    print(f"\n{case.name()}   floor {1e3 * case.operations() / speed:.1f} ms", flush=True)
    for what in ("train", "forward"):
        turns = []
        for number in range(rounds):
            order = list(sides)[number % len(sides) :] + list(sides)[: number % len(sides)]
            turns.append({side: ask(sides[side], what) for side in order})
        middle = {side: statistics.median(turn[side] for turn in turns) for side in sides}
        ratios = {side: f" ({value / middle['ours']:.2f} x)" for side, value in middle.items()}
        ratios["ours"] = ""
        cells = (f"{side} {value:.1f} ms{ratios[side]}" for side, value in middle.items())
        print(f"  {what:8} {'   '.join(cells)}", flush=True)
    for process in sides.values():
        process.communicate("")


def memory(side: str) -> float:
    """Return the most memory that a train step over many steps takes, in MB above the start."""
    import resource

    work = with_keras(LONG, own=side == "ours")["train"]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    work()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main() -> None:
    """Read the command line, go through the cases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cases", nargs="+", default=[""], help="parts of their names")
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=SIDES)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--side", choices=SIDES, help="for the process of its own")
    parser.add_argument("--case", help="the same")
    given = parser.parse_args()
    if given.side and given.memory:
        print(memory(given.side))
    elif given.side:
        serve(given.side, Case(*json.loads(given.case)))
    elif given.memory:
        for side in SIDES[:2]:
            done = subprocess.run([sys.executable, __file__, "--memory", "--side", side],
                                  capture_output=True, text=True, check=True)  # fmt: skip
            print(f"{side:6} {float(done.stdout):8,.0f} MB for a train step of {LONG.name()}")
    else:
        speed = peak_speed()
        print(f"one large product: {speed / 1e9:.0f} GFLOP/s; medians of {given.rounds}")
        for case in CASES:
            if any(part in case.name() for part in given.cases):
                compare(case, given.sides, given.rounds, speed)


if __name__ == "__main__":
    main()
