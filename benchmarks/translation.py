"""Sentences a second, of a model with attention, against two ways to write loops by hand.

python benchmarks/translation.py [--data FOLDER] [--sentences 1000] [--units 256]

Ours is `Translator`: sentences of like length side by side, the search compiled. Rivals:

(a) one sentence at a time, `model.predict` on the whole prefix for each token, as in the published
    Keras recipe, over fewer sentences;
(b) where PyTorch is installed, a plain PyTorch loop with the same sizes, greedy: the sentences in
    batches of 64 as they come, padded, packed for the encoder, padding masked in the attention.

The weights are random and each sentence is written to a fixed length, so that all sides do the
same work: 10 tokens for each. With --data the lengths are those of the folder's
`test_2016_flickr.de`; else they are drawn. Ours and PyTorch take turns, and medians of 7 rounds
are given. Compiling is stated apart.
"""

import argparse
import functools
import os
import time
from collections.abc import Callable

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
TOKENS, VOCABULARY = 10, 8000


def lengths(data: str | None, count: int) -> list[int]:
    """Return the number of tokens of each sentence."""
    if data:
        from pathlib import Path

        from keras_seq.data import tables

        plain = Path(data, "test_2016_flickr.de")
        lines = list(tables.read_lines(plain if plain.exists() else f"{plain}.gz"))
        return [len(line.split()) + 2 for line in lines[:count]]
    return np.random.default_rng(0).integers(6, 24, count).tolist()


def compare(sizes: list[int], units: int) -> None:
    """Time greedy and five beams beside both rivals."""
    from keras_seq.decoding import Beams
    from keras_seq.models import Translator, encoder_decoder

    draw = np.random.default_rng(0)
    sources = [draw.integers(4, VOCABULARY, size).astype("int32") for size in sizes]
    model = encoder_decoder(
        source_vocab_size=VOCABULARY, target_vocab_size=VOCABULARY, units=units, cell="gru",
        embedding_dim=256, bidirectional=True, tie_embeddings=True,
    )  # fmt: skip
    sides = {}
    for beams in (1, 5):
        # No end token can be written, so that each sentence gets the same number of tokens.
        translator = Translator(model, start=2, end=3, banned_tokens=[0, 2, 3])
        translate = functools.partial(
            translator, sources, Beams(num_beams=beams), longest=0.0  # and ten more
        )  # fmt: skip
        first = timed(translate)
        sides[f"ours, {beams} beam{'s' * (beams > 1)}"] = translate
        print(f"compiled for {beams} in {first - timed(translate):.1f} s")
    if (rival := torch_loop(sources, units)) is not None:
        sides["PyTorch, greedy"] = rival
    rounds = [{name: timed(side) for name, side in sides.items()} for _ in range(7)]
    seconds = {name: float(np.median([times[name] for times in rounds])) for name in sides}
    for name, median in seconds.items():
        print(f"{name:16} {len(sources) / median:10,.1f} sentences/s")
    greedy = seconds["ours, 1 beam"]
    if rival is not None:
        print(f"greedy, ours is {seconds['PyTorch, greedy'] / greedy:.2f} times as fast as PyTorch")

    few = sources[:2]
    model.predict([few[0][None], np.array([[2]], "int32")], verbose=0)
    begun = time.perf_counter()
    for source in few:
        target = [2]
        for _ in range(TOKENS):
            logits = model.predict([source[None], np.array([target], "int32")], verbose=0)
            target.append(int(logits[0, -1, 4:].argmax()) + 4)
    naive = len(few) / (time.perf_counter() - begun)
    print(f"predict for each token: {naive:.2f} sentences/s; ours is "
          f"{len(sources) / greedy / naive:,.0f} times as fast greedy, "
          f"{len(sources) / seconds['ours, 5 beams'] / naive:,.0f} times with five beams"
          )  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def torch_loop(sources: list[np.ndarray], units: int) -> Callable[[], object] | None:
    """Make rival (b)."""
    try:
        import torch
    except ImportError:
        print("PyTorch isn't installed; rival (b) is left out")
        return None
    from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

    size, batch = 256, 64
    given = [torch.from_numpy(source.astype("int64")) for source in sources]
    embed = torch.nn.Embedding(VOCABULARY, size)
    encoder = torch.nn.GRU(size, units, bidirectional=True, batch_first=True)
    keys, query = torch.nn.Linear(2 * units, units, False), torch.nn.Linear(units, units, False)
    score = torch.nn.Linear(units, 1, False)
    cell = torch.nn.GRUCell(size + 2 * units, units)
    bridge, project = torch.nn.Linear(2 * units, units), torch.nn.Linear(3 * units, size)

    def translate() -> None:
        with torch.inference_mode():
            for start in range(0, len(given), batch):
                rows = given[start : start + batch]
                lengths = torch.tensor([len(row) for row in rows])
                read = embed(pad_sequence(rows, batch_first=True))
                packed = pack_padded_sequence(read, lengths, True, enforce_sorted=False)
                packed, last = encoder(packed)
                memory, _ = pad_packed_sequence(packed, batch_first=True)
                away = torch.arange(memory.shape[1])[None, :, None] >= lengths[:, None, None]
                state = torch.tanh(bridge(torch.cat([last[0], last[1]], -1)))
                key, token = keys(memory), torch.full((len(rows),), 2)
                for _ in range(TOKENS):
                    scores = score(torch.tanh(key + query(state)[:, None]))
                    weights = scores.masked_fill(away, -1e9).softmax(1)
                    context = (weights * memory).sum(1)
                    state = cell(torch.cat([embed(token), context], -1), state)
                    logits = project(torch.cat([state, context], -1)) @ embed.weight.T
                    token = logits.argmax(-1)

    return translate


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data")
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--units", type=int, default=256)
    given = parser.parse_args()
    compare(lengths(given.data, given.sentences), given.units)
