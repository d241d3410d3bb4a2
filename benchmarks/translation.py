"""Sentences a second, of a model with attention, against two ways to write loops by hand.

python benchmarks/translation.py [--data FOLDER] [--sentences 1000] [--units 256]

Ours is `Translator`: sentences of like length side by side, the search compiled. Rivals:

(a) one sentence at a time, `model.predict` on the whole prefix for each token, as in the published
    Keras recipe, over fewer sentences;
(b) where PyTorch is installed, a plain PyTorch loop with the same sizes, greedy, a batch of 64,
    all its sentences of one length.

The weights are random and each sentence is written to a fixed length, so that all sides do the
same work: 10 tokens for each. With --data the lengths are those of the folder's
`test_2016_flickr.de`; else they are drawn. Compiling is stated apart.
"""

import argparse
import os
import time

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
TOKENS, VOCABULARY = 10, 8000


def lengths(data: str | None, count: int) -> list[int]:
    """Return the number of tokens of each sentence."""
    if data:
        from pathlib import Path

        from keras_seq.data import tables
        from keras_seq.data.pairs import file_of

        lines = list(tables.read_lines(file_of(Path(data), "test_2016_flickr.de")))
        return [len(line.split()) + 2 for line in lines[:count]]
    return np.random.default_rng(0).integers(6, 24, count).tolist()


def ours(sizes: list[int], units: int) -> None:
    """Time greedy and five beams, and rival (a)."""
    from keras_seq.decoding import Beams
    from keras_seq.models import Translator, encoder_decoder

    draw = np.random.default_rng(0)
    sources = [draw.integers(4, VOCABULARY, size).astype("int32") for size in sizes]
    model = encoder_decoder(
        source_vocab_size=VOCABULARY, target_vocab_size=VOCABULARY, units=units, cell="gru",
        embedding_dim=256, bidirectional=True, tie_embeddings=True,
    )  # fmt: skip
    # No end token can be written, so that each sentence gets the same number of tokens.
    speeds = {}
    for beams in (1, 5):
        translator = Translator(model, start=2, end=3, banned_tokens=[0, 2, 3])
        options = {"beams": Beams(num_beams=beams), "longest": 0.0}  # and ten more
        begun = time.perf_counter()
        translator(sources, **options)
        first = time.perf_counter() - begun
        begun = time.perf_counter()
        translator(sources, **options)
        seconds = time.perf_counter() - begun
        speeds[beams] = len(sources) / seconds
        print(f"ours, {beams} beam{'s' * (beams > 1)}: {speeds[beams]:10,.1f} sentences/s "
              f"(compiled in {first - seconds:.1f} s)")  # fmt: skip

    few = sources[:2]
    model.predict([few[0][None], np.array([[2]], "int32")], verbose=0)
    begun = time.perf_counter()
    for source in few:
        target = [2]
        for _ in range(TOKENS):
            logits = model.predict([source[None], np.array([target], "int32")], verbose=0)
            target.append(int(logits[0, -1, 4:].argmax()) + 4)
    naive = len(few) / (time.perf_counter() - begun)
    print(f"predict for each token: {naive:.2f} sentences/s; ours is {speeds[1] / naive:,.0f} "
          f"times as fast greedy, {speeds[5] / naive:,.0f} times with five beams")  # fmt: skip
    torch_loop(sizes, units, speeds[1])


def torch_loop(sizes: list[int], units: int, our_speed: float) -> None:
    """Time rival (b)."""
    try:
        import torch
    except ImportError:
        print("PyTorch isn't installed; rival (b) is left out")
        return
    size, batch, length = 256, 64, int(np.mean(sizes))
    embed = torch.nn.Embedding(VOCABULARY, size)
    encoder = torch.nn.GRU(size, units, bidirectional=True, batch_first=True)
    keys, query = torch.nn.Linear(2 * units, units, False), torch.nn.Linear(units, units, False)
    score = torch.nn.Linear(units, 1, False)
    cell = torch.nn.GRUCell(size + 2 * units, units)
    bridge, project = torch.nn.Linear(2 * units, units), torch.nn.Linear(3 * units, size)
    rounds = -(-len(sizes) // batch)
    with torch.inference_mode():
        begun = time.perf_counter()
        for _ in range(rounds):
            memory, last = encoder(embed(torch.randint(4, VOCABULARY, (batch, length))))
            state = torch.tanh(bridge(torch.cat([last[0], last[1]], -1)))
            key, token = keys(memory), torch.full((batch,), 2)
            for _ in range(TOKENS):
                weights = score(torch.tanh(key + query(state)[:, None])).softmax(1)
                found = (weights * memory).sum(1)
                state = cell(torch.cat([embed(token), found], -1), state)
                logits = project(torch.cat([state, found], -1)) @ embed.weight.T
                token = logits.argmax(-1)
        speed = rounds * batch / (time.perf_counter() - begun)
    print(f"PyTorch, greedy: {speed:,.1f} sentences/s; ours is {our_speed / speed:.2f} times as "
          "fast")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data")
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--units", type=int, default=256)
    given = parser.parse_args()
    ours(lengths(given.data, given.sentences), given.units)
