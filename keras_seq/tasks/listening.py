"""From sound to words, with a model of CTC or of attention.

The config has the options of `keras_seq.data.audio.options`, and `model`, `stride`, `scale` and
`longest`; the preprocessing has `target`, a tokenizer, and `scaler`, a `Standardizer` of features.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from keras_seq.contract import Trained
from keras_seq.data.audio.features import log_mel_blocks, log_mels
from keras_seq.data.audio.pieces import pieces
from keras_seq.data.audio.sound import pcm_blocks, read_sound, resampled
from keras_seq.data.scaling import Standardizer
from keras_seq.data.text import UNK
from keras_seq.errors import InputError
from keras_seq.tasks.transduction import END, START

if TYPE_CHECKING:
    from keras_seq.data.text import Tokenizer
    from keras_seq.decoding.ctc import Language, Spike
    from keras_seq.tasks.transcription import SpeechOptions

AT_ONCE = 8  # steps of a model that are taken together as sound comes
FASTEST = 20  # tokens a second, more than people speak
#: Makes, of options, what a language model says of tokens; None without one.
LanguageOf = Callable[[Trained, Any], "Language | None"]


class Word(NamedTuple):
    """A word that was heard.

    Attributes:
        word: as written.
        start: seconds.
        end: seconds.
    """

    word: str
    start: float
    end: float


class Transcript(NamedTuple):
    """What was heard in a recording.

    Attributes:
        text: the words.
        score: the mean probability of a token, from that of the whole text.
        words: with their times; none from a model of attention.
    """

    text: str
    score: float
    words: tuple[Word, ...] = ()


def features_of(config: Any, scaler: Standardizer, samples: np.ndarray) -> np.ndarray:
    """Turn sound into what a model reads, float32 `(time, bands)`."""
    features = log_mels(samples, config.sample_rate, config)
    if config.scale == "recording":
        features = Standardizer.fit([features]).scale(features)
    return scaler.scale(features)


def no_words(tokenizer: Tokenizer) -> list[int]:
    """Return the tokens that are never part of a text."""
    return [tokenizer.number(name) for name in (UNK, START, END)]


def step_seconds(config: Any) -> float:
    """Return how long a step of a CTC model's answer is."""
    return config.stride * round(config.sample_rate * config.hop_ms / 1000) / config.sample_rate


def transcripts(
    trained: Trained, sounds: Sequence[np.ndarray], options: SpeechOptions, language: LanguageOf
) -> list[Transcript]:
    """Write down what is said in recordings, long ones cut where they are quiet.

    Args:
        trained: what was trained.
        sounds: samples at the model's rate, each float32 `(samples,)`.
        options: of `predict`.
        language: makes a language model of the options.
    """
    config, rate = trained.config, trained.config.sample_rate
    whole = config.model == "ctc" and not config.bidirectional  # as a stream is heard
    spans = [
        [(0, len(sound))] if whole else pieces(sound, rate, config.longest) for sound in sounds
    ]
    cut = [
        features_of(config, trained.preprocessing.scaler, sound[start:end])
        for sound, parts in zip(sounds, spans, strict=True)
        for start, end in parts
    ]
    answer = _by_attention if config.model == "attention" else _by_ctc
    heard = iter(answer(trained, cut, options, language))
    return [
        _joined([next(heard) for _ in parts], [start / rate for start, _ in parts])
        for parts in spans
    ]


def _joined(parts: Sequence[Transcript], starts: Sequence[float]) -> Transcript:
    if len(parts) == 1:
        return parts[0]
    counts = [max(1, len(part.text)) for part in parts]
    logs = np.log(np.maximum([part.score for part in parts], 1e-30))
    words = tuple(
        Word(word, round(begin + start, 3), round(begin + end, 3))
        for part, begin in zip(parts, starts, strict=True)
        for word, start, end in part.words
    )
    text = " ".join(part.text for part in parts if part.text)
    return Transcript(text, float(np.exp(np.average(logs, weights=counts))), words)


def ctc_logs(trained: Trained, features: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Ask a CTC model: log probabilities `(steps, tokens)` for each recording."""
    from scipy.special import log_softmax

    from keras_seq.data.batching import Batches

    batches = Batches(features, batch_size=trained.config.batch_size)
    outputs = [row for index in range(len(batches))
               for row in trained.model.predict_on_batch(batches[index][0])]  # fmt: skip
    logs: list[np.ndarray] = [np.empty(0)] * len(features)
    for place, row in zip(batches.places(), outputs, strict=True):
        steps = -(-len(features[place]) // trained.config.stride)
        logs[place] = log_softmax(_allowed(trained, row[:steps].astype(np.float64)), axis=-1)
    return logs


def _allowed(trained: Trained, logits: np.ndarray) -> np.ndarray:
    logits[:, no_words(trained.preprocessing.target)] = -1e9
    return logits


def _by_ctc(
    trained: Trained, features: Sequence[np.ndarray], options: SpeechOptions, language: LanguageOf
) -> list[Transcript]:
    from keras_seq.decoding.ctc import (
        CTCBeams,
        align,
        best_path,
        log_probability,
        prefix_beam_search,
    )

    model = language(trained, options)
    beams = CTCBeams(options.num_beams, options.lm_weight, options.token_bonus)
    tokenizer, seconds = trained.preprocessing.target, step_seconds(trained.config)
    heard = []
    for logs in ctc_logs(trained, features):
        spikes = best_path(logs)
        if model is not None or options.num_beams > 1:
            best = prefix_beam_search(logs, beams, model)[0].tokens
            spikes = (
                align(logs, best) if [spike.token for spike in spikes] != list(best) else spikes
            )
        tokens = [spike.token for spike in spikes]
        # A trellis over hours would be too large.
        total = log_probability(logs, tokens) if len(logs) < 10_000 else logs.max(-1).sum()
        words = tuple(words_of(spikes, tokenizer, seconds))
        text = " ".join(word.word for word in words)
        heard.append(Transcript(text, float(np.exp(total / max(1, len(tokens)))), words))
    return heard


def words_of(spikes: Iterable[Spike], tokenizer: Tokenizer, seconds: float) -> Iterator[Word]:
    """Join tokens to words, as they come.

    Args:
        spikes: the tokens and their steps.
        tokenizer: that of the model.
        seconds: how long a step is.
    """
    letters: list[Spike] = []
    by_word = tokenizer.level == "word"

    def word() -> Word:
        text = tokenizer.decode([spike.token for spike in letters])
        start, end = letters[0].start, letters[-1].end
        return Word(text.strip(), round(start * seconds, 3), round(end * seconds, 3))

    for spike in spikes:
        piece = tokenizer.decode([spike.token])
        if letters and piece.startswith(" "):
            yield word()
            letters = []
        if piece.strip():
            letters.append(spike)
        if by_word:
            yield word()
            letters = []
    if letters:
        yield word()


def _by_attention(
    trained: Trained, features: Sequence[np.ndarray], options: SpeechOptions, language: LanguageOf
) -> list[Transcript]:
    from keras_seq.decoding import Beams
    from keras_seq.models import Translator

    if options.language_model:
        raise InputError("--language-model joins in with --model ctc; this run has attention")
    target = trained.preprocessing.target
    writer = Translator(trained.model, target.number(START), target.number(END),
                        [0, target.number(START), target.number(UNK)])  # fmt: skip
    # The same limit for all: what is heard depends on no neighbour.
    answers = writer(list(features), Beams(max(1, options.num_beams)),
                     batch_size=trained.config.batch_size,
                     max_new_tokens=round(FASTEST * trained.config.longest))  # fmt: skip
    seconds = trained.config.hop_ms / 1000
    # What runs away, as decoders sometimes do, ends with the sound.
    most = [round(FASTEST * len(steps) * seconds) + 5 for steps in features]
    return [
        Transcript(" ".join(target.decode(best.tokens[:end]).split()), float(np.exp(best.score)))
        for (best, *_), end in zip(answers, most, strict=True)
    ]


def hear(trained: Trained, blocks: Iterable[np.ndarray], at_once: int = AT_ONCE) -> Iterator[Word]:
    """Write down words as their sound comes; the whole is what greedy decoding finds in the whole.

    Args:
        trained: a CTC model that reads forwards only, with features on the scale of training.
        blocks: samples at the model's rate, float32 `(samples,)` each.
        at_once: steps that are taken together.

    Yields:
        Each word as soon as it has ended: of letters, when the next one begins.
    """
    spikes = _spikes(trained, blocks, at_once)
    yield from words_of(spikes, trained.preprocessing.target, step_seconds(trained.config))


def _spikes(trained: Trained, blocks: Iterable[np.ndarray], at_once: int) -> Iterator[Spike]:
    from keras_seq.decoding.ctc import Spike, best_path

    first: int = 0
    held: Spike | None = None  # may go on in the next piece
    for logits in _streamed_logits(trained, blocks, at_once):
        for token, start, end in best_path(_allowed(trained, logits)):
            if held is not None and (held.token, held.end) == (token, first + start):
                held = held._replace(end=first + end)
                continue
            if held is not None:
                yield held
            held = Spike(token, first + start, first + end)
        first += len(logits)
        if held is not None and held.end < first:
            yield held
            held = None
    if held is not None:
        yield held


def _streamed_logits(
    trained: Trained, blocks: Iterable[np.ndarray], at_once: int
) -> Iterator[np.ndarray]:
    """Give logits `(steps, tokens)` as sound comes, the state carried from piece to piece."""
    import keras

    from keras_seq.data.padding import pad
    from keras_seq.decoding.generation import traced
    from keras_seq.models.stepping import chunk_model, start_model

    config, scaler = trained.config, trained.preprocessing.scaler
    if config.bidirectional or config.model != "ctc" or config.scale != "training":
        raise InputError("--stream needs a run of --no-bidirectional, --model ctc and --scale "
                         "training: others look ahead")  # fmt: skip
    stride, size = config.stride, config.stride * at_once
    ops, states = keras.ops, None
    chunk = traced(chunk_model(trained.model))
    held = np.zeros((0, len(scaler.mean)), np.float32)

    def take(features: np.ndarray) -> np.ndarray:
        nonlocal states
        batch = ops.convert_to_tensor(pad([features], size))
        if states is None:
            states = start_model(trained.model)(batch)
            states = states if isinstance(states, list | tuple) else [states]
        logits, *states = chunk([batch, *states])
        steps = -(-len(features) // stride)
        return ops.convert_to_numpy(logits)[0, :steps].astype(np.float64)

    for features in log_mel_blocks(blocks, config.sample_rate, config):
        held = np.concatenate([held, scaler.scale(features)])
        while len(held) >= size:
            yield take(held[:size])
            held = held[size:]
    if len(held):
        yield take(held)


def sounds_of(trained: Trained, inputs: Iterable[str]) -> Iterator[tuple[str, np.ndarray]]:
    """Read inputs of `predict`: names of sound files, and their samples."""
    for name in inputs:
        if not name.strip():
            continue
        if len(name) > 4096 or "\0" in name or not os.path.exists(name):
            raise InputError(f"{name[:100]}: no such sound file")
        yield name, read_sound(Path(name), trained.config.sample_rate)


def stream_of(trained: Trained, pieces: Iterable[bytes], rate: int) -> Iterator[np.ndarray]:
    """Read raw samples from a pipe and bring them to the model's rate."""
    return resampled(pcm_blocks(pieces), rate, trained.config.sample_rate)
