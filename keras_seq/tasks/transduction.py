"""A sequence into another one, of its own length (encoder-decoder)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import files
from keras_seq.baselines.translation import nearest_translations
from keras_seq.config import option
from keras_seq.contract import Evaluation, Result, Trained, chunks
from keras_seq.data.text import PAD, UNK
from keras_seq.data.text.copying import Source, number_targets, write_out
from keras_seq.errors import InputError
from keras_seq.options import PredictOptions
from keras_seq.progress import say
from keras_seq.tasks import copied_words, unknown_words
from keras_seq.tasks.unseen import Unseen, words_of

if TYPE_CHECKING:
    import keras
    from matplotlib.figure import Figure

    from keras_seq.data.splits import Splits
    from keras_seq.decoding import Hypothesis
    from keras_seq.models import Translator
    from keras_seq.report import Report

    Rival = Callable[[Splits[Any], Sequence[Any]], Sequence[str]]
    # From answers, and for each the right ones, to values, and notes on how these were counted.
    Metrics = Callable[
        [Sequence[str], Sequence[Sequence[str]]], tuple[dict[str, float], dict[str, str]]
    ]

START, END = "<start>", "<end>"
# What `Transduction` takes as rivals where inputs are texts.
TRANSLATION_RIVALS: Mapping[str, Rival] = {
    "copy_of_the_source": lambda splits, inputs: inputs,
    "nearest_source": lambda splits, inputs: nearest_translations(
        [record[0] for record in splits.train], [record[1] for record in splits.train], inputs
    ),
}


def text_tokens(trained: Trained, texts: Sequence[str]) -> list[np.ndarray]:
    """Read raw texts as tokens of the preprocessing's `source`."""
    return trained.preprocessing.source.encode([" ".join(text.split()) for text in texts])


def text_pieces(trained: Trained, text: str) -> list[str]:
    """Write out the tokens of a raw text."""
    return trained.preprocessing.source.tokens(" ".join(text.split()))


@dataclass(frozen=True)
class BeamOptions(PredictOptions):
    """Beam search, and where the model looked."""

    at_once: int = 64
    num_beams: int = option(5, "Beams of the search; 1: greedy.", minimum=1, maximum=1000)
    num_return_sequences: int = option(1, "Answers to each input.", minimum=1, maximum=1000)
    length_penalty: float = option(1.0, "Above 1: longer; below: shorter.", minimum=0)
    no_repeat_ngram_size: int = option(
        0, "No n tokens in a row come twice; 0: they may.", minimum=0, maximum=1000
    )
    min_new_tokens: int = option(0, "Least tokens of an answer.", minimum=0, maximum=10_000)
    max_new_tokens: int | None = option(
        None, "Most tokens of an answer.", minimum=1, maximum=10_000
    )
    attention: str | None = option(
        None, "Draw where the model looked into this file, .png.", writes=(".png",)
    )


@dataclass(frozen=True)
class Transduction:
    """The task of writing a text for each input: a translation, a summary, what was spoken.

    Records begin with the input, which can be hashed, and a right text. Records of the same input
    give it several right texts, and one without input or text can't be judged. The preprocessing
    has `target`, a tokenizer that knows `START` and `END`; the config has `num_beams` and
    `batch_size`, with which records are answered; the model is one of `encoder_decoder`.

    Attributes:
        metrics: judges all texts.
        score: judges a single text.
        metric: the one of `metrics` that decides.
        rivals: simple models by name, each from the splits and raw inputs to texts.
        read: turns raw inputs into what the encoder reads, an array each. Texts are read with
            `source` of the preprocessing, a tokenizer.
        pieces: names the steps of a raw input as they were read: words, to be copied or drawn.
        figures: what the report shows.
        copy_words: by word, the model may write an unknown one: it becomes the piece looked at.
            A model of `copy=True` copies by itself, and its answers name the words copied.
        limits: how many tokens are read of an input, at most, and how many written; None: any.
        answer_name: what a text is called in an answer.
    """

    metrics: Metrics
    score: Callable[[str, Sequence[str]], float]
    metric: str
    rivals: Mapping[str, Rival]
    read: Callable[[Trained, Sequence[Any]], list[np.ndarray]] = text_tokens
    pieces: Callable[[Trained, Any], Sequence[str]] = text_pieces
    figures: Sequence[Callable[[Transduction, Result, Report], None]] = ()
    copy_words: bool = False
    limits: Callable[[Trained], tuple[int | None, int | None]] = lambda trained: (None, None)
    answer_name: str = "text"
    higher_is_better: bool = True
    needs_input: bool = True
    options: type[BeamOptions] = BeamOptions

    def evaluate(self, trained: Trained, records: Sequence[Any]) -> Evaluation:
        """Answer each input once, and judge against all its right texts."""
        references = references_of(records)
        options = self.options(
            num_beams=trained.config.num_beams, at_once=trained.config.batch_size
        )
        answers = self._answers(trained, references, options, Unseen())
        texts = [answer[self.answer_name] for answer in answers]
        metrics, notes = self.metrics(texts, list(references.values()))
        if notes:
            say("signatures: " + "; ".join(f"{name} {note}" for name, note in notes.items()))
        rows = [
            {"input": raw, "expected": " | ".join(right), "predicted": text,
             "score": self.score(text, right)}
            for text, (raw, right) in zip(texts, references.items(), strict=True)
        ]  # fmt: skip
        return Evaluation(metrics, rows)

    def baselines(self, trained: Trained, splits: Splits[Any]) -> dict[str, Evaluation]:
        """Judge the rivals on the same split."""
        references = references_of(splits.test)
        inputs, right = list(references), list(references.values())
        return {
            name: Evaluation(self.metrics(rival(splits, inputs), right)[0])
            for name, rival in self.rivals.items()
        }

    def report(self, result: Result, page: Report) -> None:
        """Add the figures."""
        for figure in self.figures:
            figure(self, result, page)

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: BeamOptions
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, in order; an empty text gives an empty one, so lines stay aligned."""
        unseen = Unseen()
        for answer in self._answers(trained, inputs, options, unseen):
            yield answer
            if options.at_once == 1:  # somebody waits for each answer
                unseen.say()
        unseen.say()

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write the text alone."""
        return str(answer[self.answer_name])

    def _answers(
        self, trained: Trained, inputs: Iterable[Any], options: BeamOptions, unseen: Unseen
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs as `predict` does, and say nothing of their words."""
        from keras_seq.decoding import Beams

        beams = Beams(max(options.num_beams, options.num_return_sequences), options.length_penalty,
                      options.no_repeat_ngram_size, options.min_new_tokens)  # fmt: skip
        translator = self.translator(trained)
        most = options.max_new_tokens or self.limits(trained)[1]
        picture = options.attention and files.check_new(options.attention, "--attention", (".png",))
        for batch in chunks(inputs, options.at_once):
            full = [raw for raw in batch if not _blank(raw)]
            sources, origins = self._read(trained, full)
            answers = translator(
                sources, beams, num_return_sequences=options.num_return_sequences,
                batch_size=options.at_once, **({"max_new_tokens": most} if most else {}),
            )  # fmt: skip
            if picture and full:
                self._draw(trained, translator, full[0], answers[0][0].tokens, Path(picture))
                picture = None
            texts = self._written(trained, translator, full, sources, origins, answers)
            answered = zip(answers, texts, strict=True)
            words = iter(origins or ())
            for raw in batch:
                if origins is None or _blank(raw):
                    known = words_of(trained, raw, "source")
                else:
                    known = next(words).listed(trained.preprocessing.source.vocab_size)
                unknown = unseen.of(known)
                if _blank(raw):
                    none: dict[str, Any] = {} if origins is None else {"copied": []}
                    yield {"source": raw, self.answer_name: "", "score": 0.0, **none,
                           "unknown": unknown}  # fmt: skip
                    continue
                for answer, text in zip(*next(answered), strict=True):
                    yield {"source": raw, self.answer_name: text[0], "score": answer.score,
                           **text[1], "unknown": unknown}  # fmt: skip

    def _read(
        self, trained: Trained, inputs: Sequence[Any]
    ) -> tuple[list[np.ndarray], list[Source] | None]:
        """Return what the encoder reads of raw inputs, and their words if they can be copied."""
        most, _ = self.limits(trained)
        if not copied_words.possible(trained.model):
            return [one[:most] for one in self.read(trained, inputs)], None
        origins = copied_words.read(trained, inputs, most)
        return [one.tokens for one in origins], origins

    def _written(
        self, trained: Trained, translator: Translator, inputs: Sequence[Any],
        sources: Sequence[np.ndarray], origins: Sequence[Source] | None,
        answers: Sequence[Sequence[Hypothesis]],
    ) -> list[list[tuple[str, dict[str, Any]]]]:  # fmt: skip
        """Turn the answers to each input into text, and what is said beside it."""
        target = trained.preprocessing.target
        if origins is not None:
            return copied_words.write(translator, target, origins, answers)
        if self._copies(trained):
            words = [self.pieces(trained, raw) for raw in inputs]
            texts = unknown_words.write(translator, target, sources, words, answers)
        else:
            texts = [[target.decode(answer.tokens).strip() for answer in ranked]
                     for ranked in answers]  # fmt: skip
        return [[(text, {}) for text in ranked] for ranked in texts]

    def translator(self, trained: Trained) -> Translator:
        """Return what writes with the model; an unknown word only where it can be copied."""
        number = trained.preprocessing.target.number
        banned = [PAD, START] if self._copies(trained) else [PAD, START, UNK]
        return translator_of(trained.model, number(START), number(END), tuple(map(number, banned)))

    def tokens_of(self, trained: Trained, raw: Any, text: str) -> np.ndarray:
        """Return the tokens of a text that was written for an input."""
        _, origins = self._read(trained, [raw])
        if origins is not None:
            return number_targets(trained.preprocessing.target, [text], origins)[0]
        (tokens,) = trained.preprocessing.target.encode([text])
        return tokens

    def shares(
        self, trained: Trained, translator: Translator, raw: Any, text: str
    ) -> tuple[list[str], np.ndarray] | None:
        """Name the words of a text and say how far each is copied; None if the model copies none.

        The shares are float `(words,)`, from 0 to 1.
        """
        _, origins = self._read(trained, [raw])
        if origins is None:
            return None
        return copied_words.shares(translator, trained.preprocessing.target, origins[0], text)

    def attention_map(
        self, trained: Trained, translator: Translator, raw: Any, written: np.ndarray
    ) -> Figure | None:
        """Draw where the model looked at each token of a text; None if it has no attention."""
        from keras_seq.report.translation_plots import attention_map

        sources, origins = self._read(trained, [raw])
        weights = translator.attention(sources, [written])
        if weights is None:
            return None
        target = trained.preprocessing.target
        if origins is None:
            pieces = self.pieces(trained, raw)
            tokens = [target.decode([number]) for number in written]
        else:
            pieces = origins[0].words
            tokens = [write_out(target, [number], origins[0]) for number in written]
        columns, rows = ([piece.strip() or "·" for piece in side]
                         for side in (pieces[: len(sources[0])], tokens))  # fmt: skip
        return attention_map(weights[0], columns, [*rows, "end"])

    def _draw(
        self, trained: Trained, translator: Translator, raw: Any, written: np.ndarray, path: Path
    ) -> None:
        from keras_seq.report.svg import save_picture

        figure = self.attention_map(trained, translator, raw, written)
        if figure is None:
            raise InputError("--attention: the model was trained with --attention none")
        save_picture(figure, path)

    def _copies(self, trained: Trained) -> bool:
        """Whether the model may write unknown words; of letters and bytes none is unknown."""
        from keras_seq.models.translator import weights_place

        if copied_words.possible(trained.model):
            return False
        by_word = trained.preprocessing.target.level == "word"
        return self.copy_words and by_word and weights_place(trained.model) is not None


@functools.lru_cache(maxsize=1)
def translator_of(
    model: keras.Model, start: int, end: int, banned_tokens: tuple[int, ...]
) -> Translator:
    """Make what writes once for each model: it keeps what was compiled."""
    from keras_seq.models import Translator

    return Translator(model, start, end, list(banned_tokens))


def references_of(records: Sequence[Any]) -> dict[Any, list[str]]:
    """Collect all right texts of each input, leaving out records with an empty side.

    >>> references_of([("a", "x"), ("b", ""), ("a", "y")])
    {'a': ['x', 'y']}
    """
    references: dict[Any, list[str]] = {}
    for raw, right, *_ in records:
        if raw and right:
            references.setdefault(raw, []).append(right)
    return references


def _blank(raw: Any) -> bool:
    return isinstance(raw, str) and not raw.strip()
