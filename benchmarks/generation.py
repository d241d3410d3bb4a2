"""Tokens per second of writing, against two rivals, all in one run.

python benchmarks/generation.py [--streams 1,64] [--tokens 2000] [--units 512] [--vocab-size 65]

Rivals: (a) `model.predict` on a window of 40 tokens for each token, as the published Keras recipe
for character-level text does, one-hot input; (b) PyTorch's `nn.LSTM` with its state carried from
token to token, if torch is installed. All draw from the softmax at temperature 1. The rates are
those of the steady state; the time to compile is told apart. Medians of `--repeats` runs.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import keras
import numpy as np

from keras_seq.models import Writer, one_to_many

WINDOW = 40


def rate(write: Callable[[int], None], tokens: int, repeats: int) -> float:
    """Return tokens per second for each stream, the median."""
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        write(tokens)
        seconds.append(time.perf_counter() - started)
    return tokens / statistics.median(seconds)


def by_window(streams: int, units: int, vocab_size: int) -> Callable[[int], None]:
    """Rival (a)."""
    model = keras.Sequential([
        keras.Input((WINDOW, vocab_size)), keras.layers.LSTM(units),
        keras.layers.Dense(vocab_size, activation="softmax"),
    ])  # fmt: skip
    draw = np.random.default_rng(0)

    def write(tokens: int) -> None:
        window = np.eye(vocab_size, dtype="float32")[
            draw.integers(0, vocab_size, (streams, WINDOW))
        ]
        for _ in range(tokens):
            chances = model.predict(window, verbose=0)
            chosen = (chances.cumsum(axis=1) > draw.random((streams, 1))).argmax(axis=1)
            letter = np.eye(vocab_size, dtype="float32")[chosen]
            window = np.concatenate([window[:, 1:], letter[:, None]], axis=1)

    return write


def by_torch(streams: int, units: int, vocab_size: int) -> Callable[[int], None] | None:
    """Rival (b); None without torch."""
    try:
        import torch
    except ImportError:
        return None
    embedding = torch.nn.Embedding(vocab_size, 64)
    lstm = torch.nn.LSTM(64, units, batch_first=True)
    dense = torch.nn.Linear(units, vocab_size)

    @torch.inference_mode()
    def write(tokens: int) -> None:
        state, token = None, torch.ones(streams, 1, dtype=torch.long)
        for _ in range(tokens):
            output, state = lstm(embedding(token), state)
            token = torch.multinomial(torch.softmax(dense(output[:, -1]), -1), 1)

    return write


def main() -> None:
    """Read the command line, run all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", default="1,64")
    parser.add_argument("--tokens", type=int, default=2000)
    parser.add_argument("--units", type=int, default=512)
    parser.add_argument("--vocab-size", type=int, default=65)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    model = one_to_many(vocab_size=arguments.vocab_size, embedding_dim=64, units=arguments.units)
    writer = Writer(model)
    print(f"LSTM {arguments.units}, vocabulary {arguments.vocab_size}; tokens a second in all")
    for streams in map(int, arguments.streams.split(",")):
        prompts = [np.array([1])] * streams

        def ours(tokens: int, prompts: list[np.ndarray] = prompts) -> None:
            writer(prompts, max_new_tokens=tokens)

        started = time.perf_counter()
        ours(64)
        compiling = time.perf_counter() - started
        rates = {"ours": rate(ours, arguments.tokens, arguments.repeats)}
        torch_write = by_torch(streams, arguments.units, arguments.vocab_size)
        if torch_write:
            torch_write(50)
            rates["torch, carried state"] = rate(torch_write, arguments.tokens, arguments.repeats)
        window = by_window(streams, arguments.units, arguments.vocab_size)
        window(3)
        rates["keras, a window a token"] = rate(window, 30, arguments.repeats)
        print(f"\n{streams} streams (compiled in {compiling:.1f} s)")
        for name, value in rates.items():
            ratio = "" if name == "ours" else f"{rates['ours'] / value:10.1f} x slower"
            print(f"{name:26}{streams * value:14,.0f}{ratio}")


if __name__ == "__main__":
    main()
