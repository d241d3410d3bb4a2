"""What a report shows of questions about stories."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.tasks.classification import surest_mistakes

if TYPE_CHECKING:
    from keras_seq.contract import Result
    from keras_seq.report import Report

LONGEST = 14  # sentences of a story that is drawn
DRAWN, MISTAKES = 3, 12


def which_sentences_decided(result: Result, page: Report) -> None:
    """Draw the attention of each hop beside a few stories, right answers and a wrong one."""
    from keras_seq.report.story_plots import attended_sentences

    answered = result.evaluation.details
    rows = result.evaluation.predictions
    short = [at for at, record in enumerate(result.splits.test)
             if 3 <= len(record.story) <= LONGEST]  # fmt: skip
    right = [at for at in short if rows[at]["expected"] == rows[at]["predicted"]]
    wrong = [at for at in short if rows[at]["expected"] != rows[at]["predicted"]]
    step = max(1, len(right) // DRAWN)  # of several kinds, where a file has them in order
    for at in [*right[::step][:DRAWN], *wrong[:1]]:
        record, ours = result.splits.test[at], answered[at]
        verdict = "" if at in right else f", where {record.answer} is right"
        page.figure(
            f"Which sentences decided: {record.question}",
            attended_sentences(ours.shares, record.story, record.facts),
            f"Answer: {ours.names[0]} ({ours.chances[0]:.2f}){verdict}."
            + (" A dot marks the facts that the file names; training knows nothing of them."
               if record.facts else ""),
        )  # fmt: skip


def by_group(result: Result, page: Report) -> None:
    """Say how well each task, or kind of question, is answered."""
    groups: dict[str, list[Any]] = defaultdict(list)
    tasks = {record.task for record in result.splits.test}
    rows = result.evaluation.predictions
    for record, row, ours in zip(result.splits.test, rows, result.evaluation.details, strict=True):
        name = record.task if len(tasks) > 1 else record.question.split()[0]
        facts = [at in record.facts for at in ours.shares.argmax(axis=1)] if record.facts else []
        groups[name].append((row["expected"] == row["predicted"], ours.encoded.new != (), facts))
    names = sorted(groups, key=lambda name: (-len(groups[name]), name))
    if len(tasks) > 1:
        names.sort(key=int)
    page.table(
        "Accuracy by task" if len(tasks) > 1 else "Accuracy by kind of question",
        ["task" if len(tasks) > 1 else "questions that begin with", "questions", "accuracy"],
        [[name, len(groups[name]), float(np.mean([one for one, *_ in groups[name]]))]
         for name in names[:20]],
    )  # fmt: skip
    new = [right for group in groups.values() for right, is_new, _ in group if is_new]
    old = [right for group in groups.values() for right, is_new, _ in group if not is_new]
    if new:
        page.table(
            "Names that training never showed", ["stories", "questions", "accuracy"],
            [[name, len(one), float(np.mean(one)) if one else None]
             for name, one in (("with new names", new), ("with known names alone", old))],
        )  # fmt: skip
    hops = [facts for group in groups.values() for *_, facts in group if facts]
    if hops:
        page.table(
            "Facts that were looked at", ["hop", "the most attended sentence is a fact"],
            [[f"hop {hop}", float(share)]
             for hop, share in enumerate(np.mean(hops, axis=0), start=1)],
            "The files name the sentences that an answer follows from. Training doesn't use them.",
        )  # fmt: skip


def mistakes(result: Result, page: Report) -> None:
    """List the surest mistakes."""
    page.table(
        "The surest mistakes", ["expected", "predicted", "probability", "story and question"],
        [[row["expected"], row["predicted"], row["score"], row["input"]]
         for row in surest_mistakes(result.evaluation.predictions)[:MISTAKES]],
    )  # fmt: skip


#: What `Reading` takes as figures.
READING_FIGURES = (which_sentences_decided, by_group, mistakes)
