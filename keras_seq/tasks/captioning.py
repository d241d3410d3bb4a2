"""What a picture shows, in words."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from keras_seq import files
from keras_seq.baselines.captions import captions_of_nearest, commonest_caption
from keras_seq.config import option
from keras_seq.contract import Evaluation, Result, Trained, chunks
from keras_seq.data.pictures.captioned import CaptionedPicture, read_image, read_seen
from keras_seq.data.pictures.opening import write_picture
from keras_seq.data.text import PAD, UNK, Tokenizer
from keras_seq.errors import InputError
from keras_seq.metrics.captions import caption_metrics, cider_d
from keras_seq.options import PredictOptions
from keras_seq.progress import say, track
from keras_seq.tasks.transduction import END, START

if TYPE_CHECKING:
    import keras

    from keras_seq.data.splits import Splits
    from keras_seq.models import Translator, Writer
    from keras_seq.report import Report

KEPT = 3  # pictures that are kept to be tried, of those that are no files
KEPT_SIZE = 256  # points in height and width that these have at least


@dataclass(frozen=True)
class CaptionOptions(PredictOptions):
    """Captions: searched for, or drawn."""

    at_once: int = 32
    num_beams: int = option(3, "Beams of the search; 1: greedy.", minimum=1, maximum=1000)
    num_return_sequences: int = option(1, "Captions of each picture.", minimum=1, maximum=1000)
    length_penalty: float = option(1.0, "Above 1: longer; below: shorter.", minimum=0)
    no_repeat_ngram_size: int = option(
        0, "No n words in a row come twice; 0: they may.", minimum=0, maximum=1000
    )
    temperature: float | None = option(
        None, "Draw words, and search for nothing; below 1: bolder, above: more varied.", above=0
    )
    top_k: int | None = option(
        None, "Draw among so many of the likeliest words; with --temperature.", minimum=1
    )
    top_p: float | None = option(
        None, "Draw among the likeliest words of this probability together; with --temperature.",
        above=0, maximum=1,
    )  # fmt: skip
    seed: int = option(0, "Decides the draws.", minimum=0)
    attention: str | None = option(
        None, "Draw where the model looked at each word into this file, .png.", writes=(".png",)
    )


class Told(NamedTuple):
    """What a model said of a picture.

    Attributes:
        tokens: int32 `(time,)`, start and end left out.
        score: log probability of a token, the end among them, on average.
    """

    tokens: np.ndarray
    score: float


@dataclass(frozen=True)
class Captioning:
    """The task of saying what a picture shows.

    Records are `CaptionedPicture`. The preprocessing has `tokenizer`, which knows `START` and
    `END`, and `encoder`, the mark of a frozen one. The config has the options of `SeenPictures`,
    `num_beams`, `length_penalty` and `max_length`, the most tokens of a caption. The model is one
    of `one_to_many`, with what is seen of a picture as its context.

    Attributes:
        figures: what the report shows.
        decisive: names the metric that decides.
        metric: the same for other data.
    """

    figures: Sequence[Callable[[Captioning, Result, Report], None]] = ()
    decisive: Callable[[Trained], str] = lambda trained: "bleu_4"
    metric: str = "bleu_4"
    higher_is_better: bool = True
    needs_input: bool = True
    options: type[CaptionOptions] = CaptionOptions

    def decides(self, trained: Trained) -> str:
        """Name the metric that decides."""
        return self.decisive(trained)

    def evaluate(self, trained: Trained, records: Sequence[CaptionedPicture]) -> Evaluation:
        """Caption each picture once; `details` are `Told`, one for each."""
        config = trained.config
        options = self.options(num_beams=config.num_beams, length_penalty=config.length_penalty)
        told: list[Told] = []
        for batch in track(list(chunks(records, options.at_once)), "captioning"):
            found = self.tell(trained, [seen_of(record) for record in batch], options)
            told += [several[0] for several in found]
        tokenizer: Tokenizer = trained.preprocessing.tokenizer
        captions = [written(tokenizer, one.tokens) for one in told]
        references = [record.captions for record in records]
        metrics, signatures = caption_metrics(captions, references)
        counted: dict[str, list[str]] = {}
        for name, signature in signatures.items():
            counted.setdefault(signature, []).append(name)
        say("signatures: " + "; ".join(f"{', '.join(names)}: {one}"
                                       for one, names in counted.items()))  # fmt: skip
        named = named_shares(self, trained, records, told)
        if named is not None:
            metrics["attention_on_named"] = named[0]
            say(f"weight of the attention on the thing that a word names: {named[0]:.3f}; it would "
                f"be {named[1]:.3f} if spread evenly")  # fmt: skip
        rows = [
            {"input": record.source, "expected": " | ".join(record.captions), "predicted": caption,
             "score": float(score), "log_probability": one.score}
            for record, caption, one, score in zip(
                records, captions, told, cider_d(captions, references), strict=True)
        ]  # fmt: skip
        return Evaluation(metrics, rows, told)

    def baselines(self, trained: Trained, splits: Splits[Any]) -> dict[str, Evaluation]:
        """Judge the commonest caption, and captions of the nearest pictures, on the same split."""
        said = [record.captions for record in splits.train]
        answers = {"commonest_caption": [commonest_caption(said)] * len(splits.test)}
        images = [np.stack([record.image for record in part])
                  for part in (splits.train, splits.test)]  # fmt: skip
        answers.update(captions_of_nearest(images[0], said, images[1]))
        right = [record.captions for record in splits.test]
        return {name: Evaluation(caption_metrics(captions, right)[0])
                for name, captions in answers.items()}  # fmt: skip

    def report(self, result: Result, page: Report) -> None:
        """Add the figures."""
        for figure in self.figures:
            figure(self, result, page)

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: CaptionOptions
    ) -> Iterator[dict[str, Any]]:
        """Caption picture files, in order."""
        if options.temperature is None and (options.top_k or options.top_p):
            raise InputError("--top-k and --top-p choose among words that are drawn: add "
                             "--temperature 1")  # fmt: skip
        drawing = options.attention and files.check_new(options.attention, "--attention", (".png",))
        tokenizer: Tokenizer = trained.preprocessing.tokenizer
        for names in chunks(inputs, options.at_once):
            seen = seen_in_files(trained, [Path(name) for name in names])
            for name, one, told in zip(names, seen, self.tell(trained, seen, options), strict=True):
                if drawing:
                    self._draw(trained, Path(name), one, told[0], Path(drawing))
                    drawing = None
                for each in told:
                    yield {"input": str(name), "caption": written(tokenizer, each.tokens),
                           "score": round(math.exp(each.score), 4)}  # fmt: skip

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write the caption, and of which picture it is."""
        return f"{answer['caption']}\t{answer['input']}"

    def example(self, result: Result, folder: Path) -> list[str]:
        """Choose the picture of the test part that was captioned best, and name its file.

        Where pictures aren't files, as in a sample, some that were captioned rightly are written,
        `a.png` and so on, and what is right in `captions.csv`.
        """
        rows, records = result.evaluation.predictions, result.splits.test
        right = [row["predicted"] in record.captions
                 for row, record in zip(rows, records, strict=True)]  # fmt: skip
        order = sorted(range(len(rows)), key=lambda at: (-right[at], -rows[at]["score"]))
        best = Path(records[order[0]].source)
        if best.is_file():
            return [str(best.resolve())]
        if records[order[0]].features is not None or result.trained.config.data:
            return []  # pictures in a zip
        lines = ["image,caption"]
        for letter, at in zip("abcdefgh"[:KEPT], order, strict=False):
            write_picture(folder / f"{letter}.png", records[at].image, KEPT_SIZE)
            lines += [f'{letter}.png,"{caption}"' for caption in records[at].captions]
        files.write_text(folder / "captions.csv", "\n".join(lines) + "\n")
        return [f"{folder.name}/a.png"]

    def tell(
        self, trained: Trained, seen: Sequence[np.ndarray], options: CaptionOptions
    ) -> list[list[Told]]:
        """Say for each picture one caption or more, the best one first."""
        from keras_seq.decoding import Beams

        most, count = trained.config.max_length, options.num_return_sequences
        if options.temperature is not None:
            return self._drawn(trained, seen, options)
        beams = Beams(max(options.num_beams, count), options.length_penalty,
                      options.no_repeat_ngram_size)  # fmt: skip
        found = translator_of(trained)(
            seen, beams, num_return_sequences=count, batch_size=options.at_once,
            max_new_tokens=most,
        )  # fmt: skip
        power = options.length_penalty - 1  # what divides a score beyond the number of tokens
        return [[Told(one.tokens, one.score * (len(one.tokens) + 1) ** power) for one in several]
                for several in found]  # fmt: skip

    def _drawn(
        self, trained: Trained, seen: Sequence[np.ndarray], options: CaptionOptions
    ) -> list[list[Told]]:
        from keras_seq.decoding import Sampling

        tokenizer: Tokenizer = trained.preprocessing.tokenizer
        start, end = tokenizer.number(START), tokenizer.number(END)
        context = np.stack(list(seen)).astype(np.float32)
        texts = writer_of(trained.model, banned(tokenizer))(
            [np.array([start], np.int32)] * len(seen), context,
            max_new_tokens=trained.config.max_length, stop_tokens=[end], seed=options.seed,
            num_return_sequences=options.num_return_sequences,
            sampling=Sampling(options.temperature or 1.0, options.top_k, options.top_p),
        )  # fmt: skip
        plain = [[one[one != end] for one in several] for several in texts]
        logs = iter(translator_of(trained).score(
            [picture for picture, several in zip(seen, plain, strict=True) for _ in several],
            [one for several in plain for one in several],
        ))  # fmt: skip
        return [sorted((Told(one, float(next(logs)) / (len(one) + 1)) for one in several),
                       key=lambda told: -told.score) for several in plain]  # fmt: skip

    def _draw(self, trained: Trained, path: Path, seen: np.ndarray, told: Told, to: Path) -> None:
        from keras_seq.report.picture_plots import looking
        from keras_seq.report.svg import save_picture

        weights = looked_at(trained, [seen], [told])
        if weights is None:
            raise InputError("--attention: the model was trained with --attention none")
        image = read_image(trained.config, path, trained.config.size)
        tokenizer: Tokenizer = trained.preprocessing.tokenizer
        save_picture(looking(image, words_of(tokenizer, told.tokens), weights[0]), to)


def seen_of(record: CaptionedPicture) -> np.ndarray:
    """Give what the model sees of a record."""
    return record.image if record.features is None else record.features


def seen_in_files(trained: Trained, paths: Sequence[Path]) -> list[np.ndarray]:
    """Read what the model sees of pictures; the frozen encoder must be that of training."""
    from keras_seq.data.pictures.captioned import encoder_of

    trained.preprocessing.encoder.check(encoder_of(trained.config))
    return read_seen(trained.config, paths)


def written(tokenizer: Tokenizer, tokens: np.ndarray) -> str:
    """Turn tokens into a caption."""
    return tokenizer.decode(tokens).strip()


def words_of(tokenizer: Tokenizer, tokens: np.ndarray) -> list[str]:
    """Turn each token into text, and name the end."""
    return [*(tokenizer.decode([token]).strip() or "·" for token in tokens), "end"]


def banned(tokenizer: Tokenizer) -> tuple[int, ...]:
    """List the tokens that no caption has."""
    return tuple(tokenizer.number(token) for token in (PAD, START, UNK))


def looked_at(
    trained: Trained, seen: Sequence[np.ndarray], told: Sequence[Told]
) -> list[np.ndarray] | None:
    """Say where the model looked at each token of what it told.

    Args:
        trained: what was trained.
        seen: what it sees of pictures.
        told: what it said of each.

    Returns:
        For each picture float `(time + 1, rows, columns)`, the end token's included, each word's
        adding up to 1; None for a model without attention.
    """
    grid = grid_of(trained.model)
    if grid is None:
        return None
    found: list[np.ndarray] = []
    for at in range(0, len(seen), 32):
        weights = translator_of(trained).attention(
            seen[at : at + 32], [one.tokens for one in told[at : at + 32]]
        )
        if weights is None:
            return None
        found += [one.reshape(len(one), *grid) for one in weights]
    return found


def grid_of(model: keras.Model) -> tuple[int, int] | None:
    """Say how many rows and columns the model looks at; None if there is no grid."""
    layer = next((layer for layer in model.layers if layer.name == "places"), None)
    shape = () if layer is None else tuple(layer.input.shape)
    return (shape[1], shape[2]) if len(shape) == 4 else None


def named_shares(
    task: Captioning, trained: Trained, records: Sequence[CaptionedPicture], told: Sequence[Told]
) -> tuple[float, float] | None:
    """Measure how much of the attention lies on the thing that a word names.

    Args:
        task: of the app.
        trained: what was trained.
        records: pictures, some of which say where `things` are.
        told: what was said of each; it counts where it is one of the captions.

    Returns:
        The mean share of the weight on those fields of the grid that the thing's boxes touch; and
        the share that an even spread would have there. None where nothing is known.
    """
    tokenizer: Tokenizer = trained.preprocessing.tokenizer
    known = []
    for record, one in zip(records, told, strict=True):
        said = written(tokenizer, one.tokens)
        number = record.captions.index(said) if said in record.captions else -1
        things = [thing for thing in record.things if thing.caption == number]
        if things and len(one.tokens) == len(said.split()):  # a token is a word
            known.append((record, one, things))
    weights = known and looked_at(
        trained, [seen_of(record) for record, _, _ in known], [one for _, one, _ in known]
    )
    if not weights:
        return None
    inside, even = [], []
    for (_, _, things), looked in zip(known, weights, strict=True):
        for thing in things:
            touched = fields(thing.boxes, *looked.shape[1:])
            inside.append(float(looked[thing.word][touched].sum()))
            even.append(float(touched.mean()))
    return float(np.mean(inside)), float(np.mean(even))


def fields(boxes: Iterable[tuple[float, float, float, float]], rows: int, columns: int) -> Any:
    """Mark the fields of a grid that boxes touch, bool `(rows, columns)`.

    >>> fields([(0.5, 0.0, 1.0, 0.4)], 2, 2).tolist()
    [[False, True], [False, False]]
    """
    touched = np.zeros((rows, columns), bool)
    for left, top, right, bottom in boxes:
        touched[
            math.floor(top * rows) : math.ceil(bottom * rows),
            math.floor(left * columns) : math.ceil(right * columns),
        ] = True
    return touched


def translator_of(trained: Trained) -> Translator:
    """Return what writes with the model; made once, since it keeps what was compiled."""
    tokenizer: Tokenizer = trained.preprocessing.tokenizer
    return _translator(
        trained.model, tokenizer.number(START), tokenizer.number(END), banned(tokenizer)
    )


@functools.lru_cache(maxsize=1)
def _translator(model: keras.Model, start: int, end: int, never: tuple[int, ...]) -> Translator:
    from keras_seq.models import Translator

    return Translator(model, start, end, never)


@functools.lru_cache(maxsize=1)
def writer_of(model: keras.Model, never: tuple[int, ...]) -> Writer:
    """Return what draws captions with the model; made once, too."""
    from keras_seq.models import Writer

    return Writer(model, never)
