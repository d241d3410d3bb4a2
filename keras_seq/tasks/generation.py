"""A sequence of tokens that goes on from a start (one to many)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import files
from keras_seq.baselines.ngram import ngrams
from keras_seq.config import option
from keras_seq.contract import Evaluation, Result, Trained, chunks
from keras_seq.errors import InputError
from keras_seq.options import PredictOptions
from keras_seq.tasks.unseen import Unseen, words_of
from keras_seq.tasks.writing import growing

if TYPE_CHECKING:
    import keras

    from keras_seq.data.splits import Splits
    from keras_seq.data.text import Tokenizer
    from keras_seq.models import Writer
    from keras_seq.report import Report

SHOWN = 20_000  # tokens that get a row in `predictions.csv`
COUNTED = 10_000_000  # tokens that the rival counts, at most
START = re.compile(r"\b[A-Z][a-z]+(?: [a-z]+){2}\b")  # words to go on from
ORDERS = {"char": 5, "bpe": 3, "word": 3}


@dataclass(frozen=True)
class DrawingOptions(PredictOptions):
    """Choosing what comes next."""

    at_once: int = option(64, "Prompts gone on from together.", minimum=1)
    temperature: float = option(0.8, "0: the likeliest token; higher: more varied.", minimum=0)
    top_k: int | None = option(None, "Choose among so many of the likeliest tokens.", minimum=1)
    top_p: float | None = option(
        None, "Choose among the likeliest tokens of this probability together.",
        above=0, maximum=1,
    )  # fmt: skip
    min_p: float | None = option(
        None, "Choose among tokens at least so probable, against the likeliest.",
        above=0, maximum=1,
    )  # fmt: skip
    repetition_penalty: float = option(1.0, "Above 1: fewer repetitions.", above=0)
    num_beams: int | None = option(
        None, "Search for the likeliest text with so many beams, and draw nothing.",
        minimum=1, maximum=1000,
    )  # fmt: skip
    num_return_sequences: int = option(1, "Texts for each prompt.", minimum=1, maximum=1000)
    label: str | None = option(None, "What the text is to be about, of the labels learned.")
    seed: int = option(0, "Decides the draws.", minimum=0)


@dataclass(frozen=True)
class GenerationOptions(DrawingOptions):
    """Writing."""

    max_new_tokens: int = option(300, "Tokens to write, at most.", minimum=1, maximum=1_000_000)
    stream: bool = option(False, "Write text as it comes; one prompt, one text.")


def count_tokens(trained: Trained, train: Any, test: Any) -> dict[str, np.ndarray]:
    """Count how often each token stands there, and n-grams: rivals of `Generation`."""
    tokenizer: Tokenizer = trained.preprocessing.tokenizer
    order = ORDERS[tokenizer.level]
    return ngrams(row_of(train)[:COUNTED], row_of(test), (1, order), tokenizer.vocab_size)


def per_character(
    task: Generation, trained: Trained, logs: np.ndarray, records: Sequence[Any]
) -> dict[str, float]:
    """Judge texts: bits for each character, which compare across levels."""
    return text_metrics(logs, sum(len(text) for text in task.texts(records)))


@dataclass(frozen=True)
class Generation:
    """The task of writing on from a start, with a model of `one_to_many`.

    It is judged by the probability of every token, given all before it. The preprocessing has
    `tokenizer`, of which `decode` is asked.

    Attributes:
        start: from a prompt, or None, and the options of `predict` to the tokens that come first,
            int32 `(time,)`, and what the model takes beside them; None: nothing.
        written: from a prompt, or None, and the tokens written behind it to the whole text.
        stop: the token that ends a text; None: only `max_new_tokens` does.
        batches: the app's own: `StreamBatches` of one long row of tokens; or `Batches` of inputs
            and the same one token on, perhaps with contexts.
        texts: reads records as text, in pieces.
        rivals: simple models: from what was trained and the batches of the training and the test
            part to the log probability of each token of `row_of(test)` but the first, by name.
        figures: what the report shows.
        banned_tokens: never written; padding and `<unk>`, unless you say otherwise.
        limit: how many tokens are written, at most: from what was trained, the options, and the
            starts of sequences that are gone on from together.
        metrics: from this task, what was trained, the log probability of each token, and the
            records to figures.
        metric: the one that decides.
        never: from what was trained and the options to more tokens that aren't written.
        more: from what was trained, all tokens of a sequence, the prompt's too, and the options
            to what an answer says beside its text, or in its place.
        files: by the ending of `--output`, of options that have it: writes all sequences to a
            path, given what was trained, the path, their tokens and the options.
        many_lines: whether a text is shown with its line ends.
        words: to write behind `predict RUN` to try a model; None: a label, or words of a text.
        options: of `predict`.
    """

    start: Callable[[Trained, Any, Any], tuple[np.ndarray, np.ndarray | None]]
    written: Callable[[Trained, Any, Sequence[int]], str]
    stop: Callable[[Trained], int | None]
    batches: Callable[[Any, Any, Sequence[Any], bool], Any]
    texts: Callable[[Sequence[Any]], Iterable[str]]
    rivals: Callable[[Trained, Any, Any], Mapping[str, np.ndarray]]
    figures: Sequence[Callable[[Generation, Result, Report], None]] = ()
    banned_tokens: tuple[int, ...] = (0, 1)
    limit: Callable[[Trained, Any, Sequence[tuple[Any, Any]]], int] = (
        lambda trained, options, starts: options.max_new_tokens
    )
    metrics: Callable[[Generation, Trained, np.ndarray, Sequence[Any]], dict[str, float]] = (
        per_character
    )
    metric: str = "bits_per_character"
    higher_is_better: bool = False
    needs_input: bool = False
    many_lines: bool = True
    never: Callable[[Trained, Any], Sequence[int]] = lambda trained, options: ()
    more: Callable[[Trained, np.ndarray, Any], Mapping[str, Any]] = (
        lambda trained, tokens, options: {}
    )
    files: Mapping[str, Callable[[Trained, Path, Sequence[np.ndarray], Any], None]] = field(
        default_factory=dict
    )
    words: Callable[[Result], Sequence[str]] | None = None
    options: type[DrawingOptions] = GenerationOptions

    def evaluate(self, trained: Trained, records: Sequence[Any]) -> Evaluation:
        """Judge the model on every token of some records."""
        batches = self.batches(trained.config, trained.preprocessing, records, False)
        logs, tokens = log_probs(trained.model, batches), row_of(batches)[1:]
        decode = trained.preprocessing.tokenizer.decode
        rows = [
            {"input": number, "expected": decode([token]), "predicted": "",
             "score": float(np.exp(log))}
            for number, (token, log) in enumerate(
                zip(tokens[:SHOWN], logs, strict=False), start=1
            )
        ]  # fmt: skip
        return Evaluation(self.metrics(self, trained, logs, records), rows)

    def baselines(self, trained: Trained, splits: Splits[Any]) -> dict[str, Evaluation]:
        """Judge the rivals on the same tokens."""
        train, test = (
            self.batches(trained.config, trained.preprocessing, records, False)
            for records in (splits.train, splits.test)
        )
        return {
            name: Evaluation(self.metrics(self, trained, logs, splits.test))
            for name, logs in self.rivals(trained, train, test).items()
        }

    def example(self, result: Result, folder: Path) -> list[str]:
        """Take words that stand in the test part, which the model never read; or a label."""
        if self.words is not None:
            return list(self.words(result))
        labels = result.trained.preprocessing.labels.names
        if labels:
            return ["--label", labels[0]]
        found = (START.search(text) for text in self.texts(result.splits.test))
        return next(([match[0]] for match in found if match), [])

    def report(self, result: Result, page: Report) -> None:
        """Add the figures."""
        for figure in self.figures:
            figure(self, result, page)

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: Any
    ) -> Iterator[dict[str, Any]]:
        """Write on from prompts; from none, begin a text."""
        unseen, wanted = Unseen(), Output(getattr(options, "output", None), self.files)
        at_once = getattr(options, "stream", False)
        for prompts in chunks(inputs, 1 if at_once else options.at_once):
            unknown = [unseen.of(words_of(trained, prompt)) for prompt in prompts]
            unseen.say()  # before the texts, which may be long
            if at_once:
                said = {"prompt": prompts[0] or "", "unknown": unknown[0]}
                for piece in self._stream(trained, prompts[0], options):
                    yield {**said, "text": piece, "more": True}
                yield {**said, "text": ""}
                continue
            starts = [self.start(trained, prompt, options) for prompt in prompts]
            texts = self._write(trained, starts, options)
            for prompt, (first, _), each, row in zip(prompts, starts, unknown, texts, strict=True):
                for tokens in row:
                    text, whole = self.written(trained, prompt, tokens), np.append(first, tokens)
                    wanted.sequences.append(whole)
                    more = self.more(trained, whole, options)
                    yield {"prompt": prompt or "", "text": text, **more, "unknown": each}
        wanted.write(trained, options)

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write the text as it is."""
        return str(answer["text"])

    def _write(
        self, trained: Trained, starts: Sequence[tuple[Any, Any]], options: Any
    ) -> Sequence[Sequence[Any]]:
        """Return the tokens of the texts behind each start, without it."""
        from keras_seq.decoding import Beams

        tokens = [first for first, _ in starts]
        given = [context for _, context in starts if context is not None]
        contexts = np.stack(given) if given else None
        writer = writer_of(trained.model, self._banned(trained, options))
        if not options.num_beams:
            return writer(
                tokens, contexts, num_return_sequences=options.num_return_sequences,
                **self._drawing(trained, options, starts),
            )  # fmt: skip
        best = writer.search(
            tokens, contexts,
            max_new_tokens=self.limit(trained, options, starts),
            beams=Beams(options.num_beams),
            num_return_sequences=options.num_return_sequences,
            stop_token=self.stop(trained),
        )  # fmt: skip
        return [[hypothesis.tokens for hypothesis in hypotheses] for hypotheses in best]

    def _stream(self, trained: Trained, prompt: Any, options: Any) -> Iterator[str]:
        """Write one text, in pieces as they come, the prompt first."""
        tokens, context = self.start(trained, prompt, options)
        writer = writer_of(trained.model, self._banned(trained, options))
        drawing = self._drawing(trained, options, [(tokens, context)])
        pieces = writer.stream(tokens, context, **drawing)
        return growing(pieces, lambda tokens: self.written(trained, prompt, tokens))

    def _banned(self, trained: Trained, options: Any) -> tuple[int, ...]:
        return (*self.banned_tokens, *self.never(trained, options))

    def _drawing(
        self, trained: Trained, options: Any, starts: Sequence[tuple[Any, Any]]
    ) -> dict[str, Any]:
        """Say how texts are drawn."""
        from keras_seq.decoding import Sampling

        stop = self.stop(trained)
        return {
            "max_new_tokens": self.limit(trained, options, starts),
            "sampling": Sampling(options.temperature, options.top_k, options.top_p, options.min_p,
                                 options.repetition_penalty),
            "stop_tokens": [] if stop is None else [stop],
            "seed": options.seed,
        }  # fmt: skip


class Output:
    """The file that `--output` names, written when all sequences are there.

    Args:
        path: None: none is wanted.
        kinds: as `Generation.files`.

    Raises:
        InputError: for a path of another ending, in no folder, or where something stands.
    """

    def __init__(self, path: str | None, kinds: Mapping[str, Any]) -> None:
        self.path = files.check_new(path, "--output", tuple(kinds)) if path else None
        self.sequences: list[np.ndarray] = []
        if self.path:
            self._kind = kinds[self.path.suffix.lower()]
            if not self.path.parent.is_dir():
                raise InputError(f"--output {path}: there is no folder {self.path.parent}")

    def write(self, trained: Trained, options: Any) -> None:
        """Write what came together."""
        if self.path:
            self._kind(trained, self.path, self.sequences, options)


@functools.lru_cache(maxsize=1)
def writer_of(model: keras.Model, banned_tokens: tuple[int, ...]) -> Writer:
    """Make the writer once for each model: it keeps what was compiled."""
    from keras_seq.models import Writer

    return Writer(model, banned_tokens)


def log_probs(model: keras.Model, batches: Any) -> np.ndarray:
    """Ask a model for the log probability of each token of `row_of(batches)` but the first."""
    from keras_seq.data.streams import StreamBatches
    from keras_seq.models import document_log_probs, next_token_log_probs

    if isinstance(batches, StreamBatches):
        return next_token_log_probs(model, batches.tokens)[0]
    return np.concatenate(document_log_probs(model, batches))


def row_of(batches: Any) -> np.ndarray:
    """Return all tokens in one row: those of a text, or of documents one behind the other."""
    from keras_seq.data.streams import StreamBatches

    if isinstance(batches, StreamBatches):
        return batches.tokens
    return np.concatenate([batches.sequences[0][:1], *batches.targets])


def text_metrics(logs: np.ndarray, characters: int) -> dict[str, float]:
    """Say how well tokens were foreseen, in units that compare across levels.

    >>> text_metrics(np.array([-1.0, -3.0]), characters=8)
    {'bits_per_character': 0.72..., 'nats_per_token': 2.0, 'perplexity': 7.38...}
    """
    nats = -float(np.mean(logs, dtype=np.float64))
    bits = -float(np.sum(logs, dtype=np.float64)) / float(np.log(2))
    return {
        "bits_per_character": bits / characters,
        "nats_per_token": nats,
        "perplexity": float(np.exp(nats)),
    }
