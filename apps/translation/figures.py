"""What the report shows: BLEU by length, where the model looked, best and worst translations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_seq.contract import Result

if TYPE_CHECKING:
    from keras_seq.data.text.tokenizer import Tokenizer
    from keras_seq.models import Translator
    from keras_seq.report import Report

    from .app import Preprocessing

SHOWN = 8  # translations in a table
MAPS = 3  # sentences whose attention is drawn
LONGEST = 24  # tokens of a drawn side


def report(result: Result, page: Report) -> None:
    """Add BLEU by length, attention maps, and translations beside what is right."""
    from keras_seq.models import Translator
    from keras_seq.report.translation_plots import attention_map, score_by_length

    from . import app

    rows = result.evaluation.predictions
    lengths = [len(row["input"].split()) for row in rows]
    page.figure(
        "BLEU by length", score_by_length(lengths, [row["score"] for row in rows]),
        "Of single sentences, by the words of the source.",
    )  # fmt: skip
    pre = result.preprocessing
    target = pre.target
    translator = Translator(result.model, target.number(app.START), target.number(app.END))
    for row in [row for row in rows if 3 < len(row["input"].split()) < 12][:MAPS]:
        source, written = pre.source.encode([row["input"]])[0], target.encode([row["predicted"]])[0]
        weights = translator.attention([source], [written])
        if weights and max(weights[0].shape) <= LONGEST:
            page.figure(
                "Where the model looked",
                attention_map(
                    weights[0], pieces(pre.source, source), [*pieces(target, written), "end"]
                ),
                "Each row is a token that was written; dark is where it looked.",
            )  # fmt: skip
    order = sorted(range(len(rows)), key=lambda place: rows[place]["score"])
    columns = ["source", "expected", "translation", "BLEU"]
    for title, chosen in (("Best translations", order[::-1][:SHOWN]),
                          ("Worst translations", order[:SHOWN])):  # fmt: skip
        page.table(
            title, columns,
            [[rows[i]["input"], rows[i]["expected"], rows[i]["predicted"], rows[i]["score"]]
             for i in chosen],
        )  # fmt: skip


def pieces(tokenizer: Tokenizer, numbers: Any) -> list[str]:
    """Write each token by itself."""
    return [tokenizer.decode([number]).strip() or "·" for number in numbers]


def draw_attention(
    translator: Translator, preprocessing: Preprocessing, source: Any, written: Any, path: Path
) -> None:
    """Draw where the model looked at each token, into a file."""
    from keras_seq import InputError
    from keras_seq.report.svg import save_picture
    from keras_seq.report.translation_plots import attention_map

    weights = translator.attention([source], [written])
    if weights is None:
        raise InputError("--attention: the model was trained with --attention none")
    figure = attention_map(
        weights[0], pieces(preprocessing.source, source),
        [*pieces(preprocessing.target, written), "end"],
    )  # fmt: skip
    save_picture(figure, path)
