"""How long labelled texts take from file to batches, and how much of the batches is padding.

python benchmarks/text_pipeline.py --data ../shared/data/imdb

The rival is what one writes first: batches in the order of a shuffle, padded to the longest text.
"""

import argparse
import time

import numpy as np

from keras_seq import backend
from keras_seq.data.text.labelled import LabelledTexts, load
from keras_seq.data.text.tokenizer import Tokenizer


def main() -> None:
    """Read the command line, time each stage, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--vocab-size", type=int, default=30_000)
    arguments = parser.parse_args()
    backend.start()
    from keras_seq.data.batching import Batches

    started = time.perf_counter()

    def tell(what: str) -> None:
        nonlocal started
        now = time.perf_counter()
        print(f"{what:56} {now - started:6.1f} s")
        started = time.perf_counter()

    splits = load(LabelledTexts(data=arguments.data))
    tell(f"read {sum(splits.sizes().values()):,} texts")
    texts = [record.text for record in splits.train]
    tokenizer = Tokenizer.train(
        texts, vocab_size=arguments.vocab_size, min_frequency=2, lowercase=True, strip_html=True
    )
    tell(f"learn {tokenizer.vocab_size:,} words from {len(texts):,} texts")
    tokens = tokenizer.encode(texts)
    tell(f"split {len(texts):,} texts into {sum(map(len, tokens)):,} tokens")
    bucketed = Batches(tokens, batch_size=arguments.batch_size, shuffle=True)
    for index in range(len(bucketed)):
        bucketed[index]
    tell(f"make {len(bucketed):,} batches")

    lengths = np.random.default_rng(0).permutation([len(text) for text in tokens])
    size = arguments.batch_size
    plain = [lengths[start : start + size] for start in range(0, len(lengths), size)]
    steps = sum(len(batch) * batch.max() for batch in plain)
    print(f"\npadding, bucketed by length {bucketed.padding_share():22.1%}")
    print(f"padding, in the order of a shuffle {1 - lengths.sum() / steps:15.1%}")
    print(f"steps, ratio {steps * (1 - bucketed.padding_share()) / lengths.sum():37.2f}")


if __name__ == "__main__":
    main()
