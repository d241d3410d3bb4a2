"""What a report shows of recordings that were written down."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.metrics.speech import edits, speech_metrics

if TYPE_CHECKING:
    from keras_seq.contract import Result
    from keras_seq.report import Report

SHOWN = 3  # clips that are drawn
LISTENED = 8  # clips that can be heard, of
SECONDS = 10.0  # at most
FEW_WORDS = 24  # different ones that fit into a confusion matrix


def what_was_heard(result: Result, page: Report) -> None:
    """Draw spectrograms with the words in them; one can listen to the clips."""
    from keras_seq.data.audio.features import log_mels
    from keras_seq.data.audio.sound import wav_bytes
    from keras_seq.report.speech_plots import spectrogram
    from keras_seq.tasks.listening import ctc_logs, features_of

    trained, config = result.trained, result.trained.config
    rows, records = result.evaluation.predictions, result.splits.test
    order = sorted(range(len(rows)), key=lambda row: -rows[row]["wer"])
    short = [row for row in order if len(records[row].samples) <= SECONDS * config.sample_rate]
    right = [row for row in short if not rows[row]["wer"]]
    wrong = [row for row in short if rows[row]["wer"]]
    shown = [*right[: SHOWN - 1], *wrong[:1]] or short[:1]
    for row in shown:
        samples, heard = records[row].samples, result.evaluation.details.transcripts[row]
        chances = None
        if config.model == "ctc":
            features = features_of(config, trained.preprocessing.scaler, samples)
            logs = ctc_logs(trained, [features])[0]
            chances = np.exp(logs[:, 1:].max(axis=1))
        page.figure(
            f"What was heard in clip {row + 1}",
            spectrogram(
                log_mels(samples, config.sample_rate, config), config.hop_ms / 1000,
                [tuple(word) for word in heard.words], chances,
            ),
            f"Said: {rows[row]['expected']}. Heard: {heard.text or 'nothing'}.",
        )  # fmt: skip
    factor = result.evaluation.details.real_time_factor
    page.paragraph(
        f"A second of sound took {factor:.4f} seconds of work on the machine of the run."
    )
    page.recordings(
        "Listen",
        [
            (f"Said: {rows[row]['expected']}. Heard: {rows[row]['predicted'] or 'nothing'}.",
             wav_bytes(records[row].samples, config.sample_rate))
            for row in [*wrong[: LISTENED // 2], *right][:LISTENED]
        ],
        note="Clips of the test part, those with most faults first.",
    )  # fmt: skip


def faults(result: Result, page: Report) -> None:
    """Show which words are taken for which."""
    from keras_seq.report import plots

    pairs: Counter[tuple[str | None, str | None]] = Counter()
    same: Counter[str] = Counter()
    for row in result.evaluation.predictions:
        said = row["expected"].split()
        changes = edits(said, row["predicted"].split())
        pairs.update(changes)
        same.update(said)
        same.subtract(word for word, _ in changes if word is not None)
    words = sorted(set(same) | {word for pair in pairs for word in pair if word is not None})
    if len(words) <= FEW_WORDS:
        names = [*words, "nothing"]
        place: dict[str | None, int] = {
            **{word: index for index, word in enumerate(words)},
            None: len(words),
        }
        counts = np.zeros((len(names), len(names)), int)
        for word, count in same.items():
            counts[place[word], place[word]] = count
        for (said_one, heard_one), count in pairs.items():
            counts[place[said_one], place[heard_one]] += count
        page.figure("Words taken for others", plots.confusion_matrix(counts, names),
                    "Rows are what was said, columns what was heard.")  # fmt: skip
        return
    page.table(
        "Words taken for others", ["said", "heard", "times"],
        [[said_one or "nothing", heard_one or "nothing", count]
         for (said_one, heard_one), count in pairs.most_common(20)],
    )  # fmt: skip


def worst_clips(result: Result, page: Report) -> None:
    """List the clips with the most faults."""
    rows = [row for row in result.evaluation.predictions if row["wer"]]
    rows.sort(key=lambda row: -row["wer"])
    page.table(
        "Clips with most faults", ["recording", "said", "heard", "WER"],
        [[row["input"], row["expected"], row["predicted"], row["wer"]] for row in rows[:10]],
    )  # fmt: skip


def speakers(result: Result, page: Report) -> None:
    """Say how well each speaker was understood, where they are known."""
    by_speaker: dict[str, list[tuple[str, str]]] = {}
    for row in result.evaluation.predictions:
        if row["speaker"]:
            by_speaker.setdefault(row["speaker"], []).append((row["expected"], row["predicted"]))
    if not by_speaker:
        return
    rows: list[list[Any]] = []
    for name, texts in sorted(by_speaker.items()):
        metrics = speech_metrics([said for said, _ in texts], [heard for _, heard in texts])
        rows.append([name, len(texts), metrics["wer"], metrics["cer"], metrics["exact_match"]])
    rows.sort(key=lambda row: -row[2])
    page.table("Speakers", ["speaker", "clips", "WER", "CER", "exact match"], rows[:50])
