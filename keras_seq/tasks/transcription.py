"""The words of a recording."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from keras_seq.baselines.speech import commonest_text, linear_words
from keras_seq.config import option
from keras_seq.contract import Evaluation, Result, Trained, chunks
from keras_seq.data.audio.features import log_mels
from keras_seq.data.audio.records import Spoken
from keras_seq.data.audio.sound import write_wav
from keras_seq.errors import InputError
from keras_seq.metrics.speech import speech_metrics
from keras_seq.options import PredictOptions
from keras_seq.progress import say, track
from keras_seq.tasks import listening
from keras_seq.tasks.listening import LanguageOf, Transcript

if TYPE_CHECKING:
    from keras_seq.data.splits import Splits
    from keras_seq.report import Report

MOST_WORDS = 1000  # different ones that the linear rival tells apart
CAPTION = 4.0  # seconds of a subtitle, at most, and
CAPTION_WORDS = 7  # words


@dataclass(frozen=True)
class SpeechOptions(PredictOptions):
    """Recordings to be written down."""

    at_once: int = 64
    num_beams: int = option(
        1, "Texts that are followed at once in the search; 1: the likeliest at each step.",
        minimum=1, maximum=1000,
    )  # fmt: skip
    language_model: str | None = option(
        None, "A run of text_generation with tokens of the same level, which joins in.", reads=True
    )
    lm_weight: float = option(0.5, "How much it counts beside the sound.", minimum=0)
    token_bonus: float = option(0.0, "What each token adds to a text's score.")
    stream: bool = option(
        False, "Raw samples of 16 bits, one channel, come through a pipe; write each word down as "
        "it comes."
    )  # fmt: skip
    stream_rate: int = option(
        16_000, "Samples a second of that stream.", minimum=1000, maximum=768_000
    )


class Heard(NamedTuple):
    """What a model heard of the clips that it is judged by.

    Attributes:
        transcripts: one for each clip.
        real_time_factor: seconds of work for each second of sound, on this machine.
    """

    transcripts: list[Transcript]
    real_time_factor: float


@dataclass(frozen=True)
class Transcription:
    """The task of writing down what is said in a recording.

    Records are `Spoken`; for config and preprocessing see `keras_seq.tasks.listening`.

    Attributes:
        language: makes a language model of the options of `predict`.
        figures: what the report shows.
        formats: other ways to write answers.
    """

    language: LanguageOf
    figures: Sequence[Callable[[Result, Report], None]] = ()
    formats: Mapping[str, Callable[[Iterable[dict[str, Any]]], Iterator[str]]] = field(
        default_factory=lambda: {"srt": srt_lines, "ctm": ctm_lines}
    )
    metric: str = "wer"
    higher_is_better: bool = False
    needs_input: bool = True
    many_lines: bool = False
    options: type[SpeechOptions] = SpeechOptions

    def evaluate(self, trained: Trained, records: Sequence[Spoken]) -> Evaluation:
        """Judge the model on clips; `details` are `Heard`."""
        options = self.options(num_beams=trained.config.num_beams)
        started = time.perf_counter()
        heard: list[Transcript] = []
        for batch in track(list(chunks(records, options.at_once * 4)), "listening"):
            sounds = [record.samples for record in batch]
            heard += listening.transcripts(trained, sounds, options, self.language)
        took = time.perf_counter() - started
        sound = sum(len(record.samples) for record in records) / trained.config.sample_rate
        texts = [transcript.text for transcript in heard]
        metrics = speech_metrics([record.text for record in records], texts)
        # No metric: the same seed gives the same metrics, to the last digit.
        factor = took / max(sound, 1e-9)
        say(f"heard {sound:,.0f} s of sound in {took:,.1f} s: real-time factor {factor:.4f}")
        rows = [
            {
                "input": record.name, "speaker": record.speaker, "expected": record.text,
                "predicted": transcript.text, "score": transcript.score,
                "wer": speech_metrics([record.text], [transcript.text])["wer"],
            }
            for record, transcript in zip(records, heard, strict=True)
        ]  # fmt: skip
        return Evaluation(metrics, rows, Heard(heard, factor))

    def baselines(self, trained: Trained, splits: Splits[Spoken]) -> dict[str, Evaluation]:
        """Judge the commonest text and, of single words, a linear model, on the same split."""
        train = [record.text for record in splits.train]
        answers = {"commonest_text": commonest_text(train, len(splits.test))}
        words = set(train)
        if 1 < len(words) <= MOST_WORDS and not any(" " in text for text in words):
            parts = [
                [log_mels(record.samples, trained.config.sample_rate, trained.config)
                 for record in part]
                for part in (splits.train, splits.validation, splits.test)
            ]  # fmt: skip
            texts = [record.text for record in splits.validation]
            answers["linear_model_of_bands"] = linear_words(
                parts[0], train, parts[1], texts, parts[2]
            )
        expected = [record.text for record in splits.test]
        return {name: Evaluation(speech_metrics(expected, texts))
                for name, texts in answers.items()}  # fmt: skip

    def report(self, result: Result, page: Report) -> None:
        """Add the figures."""
        for figure in self.figures:
            figure(result, page)

    def takes_bytes(self, values: Mapping[str, Any]) -> bool:
        """Whether a pipe brings raw bytes, and no names of files."""
        return bool(values.get("stream"))

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: SpeechOptions
    ) -> Iterator[dict[str, Any]]:
        """Answer sound files; or, of a stream of bytes, give each word as it comes."""
        if options.stream:
            yield from self._streamed(trained, inputs, options)
            return
        sounds = listening.sounds_of(trained, inputs)
        for batch in _batches(sounds, options.at_once, 600 * trained.config.sample_rate):
            heard = self._heard(trained, [samples for _, samples in batch], options)
            for (name, samples), transcript in zip(batch, heard, strict=True):
                yield {
                    "input": name, "text": transcript.text, "score": transcript.score,
                    "seconds": round(len(samples) / trained.config.sample_rate, 3),
                    "words": [word._asdict() for word in transcript.words],
                }  # fmt: skip

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write the text alone."""
        return str(answer["text"])

    def example(self, result: Result, folder: Path) -> list[str]:
        """Write the longest clip of the test part that was heard without a fault; names the file.

        Where none was, it is the one with the fewest.
        """
        rows, records = result.evaluation.predictions, result.splits.test
        best = min(range(len(rows)), key=lambda row: (rows[row]["wer"], -len(records[row].samples)))
        samples = records[best].samples
        write_wav(folder / "a.wav", samples, result.trained.config.sample_rate)
        return [f"{folder.name}/a.wav"]

    def _heard(
        self, trained: Trained, sounds: Sequence[np.ndarray], options: SpeechOptions
    ) -> list[Transcript]:
        return listening.transcripts(trained, sounds, options, self.language)

    def _streamed(
        self, trained: Trained, inputs: Iterable[Any], options: SpeechOptions
    ) -> Iterator[dict[str, Any]]:
        if options.language_model or options.num_beams > 1:
            raise InputError("--stream takes the likeliest token at each step; leave out "
                             "--num-beams and --language-model")  # fmt: skip
        pieces = iter(inputs)
        first = next(pieces, None)
        if first is None:
            raise InputError("no sample came through the pipe")
        if not isinstance(first, bytes):
            raise InputError("--stream reads raw samples from a pipe, as from arecord -f S16_LE "
                             "-t raw; leave names of files out")  # fmt: skip
        raw = (piece for some in ([first], pieces) for piece in some)
        blocks = listening.stream_of(trained, raw, options.stream_rate)
        for word in listening.hear(trained, blocks):
            yield {"input": "stream", "text": word.word, "start": word.start, "end": word.end}


def _batches(
    sounds: Iterable[tuple[str, np.ndarray]], most: int, samples: int
) -> Iterator[list[tuple[str, np.ndarray]]]:
    """Collect sounds, but not many long ones."""
    batch: list[tuple[str, np.ndarray]] = []
    for sound in sounds:
        batch.append(sound)
        if len(batch) == most or sum(len(one) for _, one in batch) > samples:
            yield batch
            batch = []
    if batch:
        yield batch


def _timed(answers: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the words of each recording; those of a stream one by one."""
    for answer in answers:
        if "words" not in answer:
            yield answer["input"], [{**answer, "word": answer["text"]}]
        elif answer["text"] and not answer["words"]:
            raise InputError("--format srt and ctm need times, which a run of --model ctc gives")
        else:
            yield answer["input"], answer["words"]


def ctm_lines(answers: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Write words as NIST's CTM: recording, channel, start, duration, word."""
    for name, words in _timed(answers):
        for word in words:
            stem = "_".join(Path(name).stem.split()) or "_"
            length = word["end"] - word["start"]
            yield f"{stem} 1 {word['start']:.3f} {length:.3f} {word['word']}"


def srt_lines(answers: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Write words as subtitles (SubRip), of several recordings one behind another."""
    number = 0
    for _, words in _timed(answers):
        for caption in captions(words):
            number += 1
            yield str(number)
            yield f"{_clock(caption[0]['start'])} --> {_clock(caption[-1]['end'])}"
            yield " ".join(word["word"] for word in caption)
            yield ""


def captions(words: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Put as many words on a subtitle as can be read at once; a pause of a second ends it."""
    held: list[dict[str, Any]] = []
    for word in words:
        full = held and (
            len(held) == CAPTION_WORDS
            or word["end"] - held[0]["start"] > CAPTION
            or word["start"] - held[-1]["end"] > 1
        )
        if full:
            yield held
            held = []
        held.append(word)
    if held:
        yield held


def _clock(seconds: float) -> str:
    """Write a moment as SubRip does.

    >>> _clock(3725.5)
    '01:02:05,500'
    """
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"
