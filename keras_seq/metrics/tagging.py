"""How good tags of steps are, step by step and as segments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Tags = Sequence[str]


def tagging_metrics(
    expected: Sequence[Tags], predicted: Sequence[Tags], background: str | None = None
) -> dict[str, float]:
    """Judge predicted tags of some recordings.

    Args:
        expected: for each recording a tag a step.
        predicted: the same.
        background: a tag that doesn't count as a segment; None: all count.

    Returns:
        - `frame_accuracy`: share of all steps with the right tag;
        - `macro_f1`: F1 of the steps, averaged over the tags expected or predicted at all;
        - `edit`: 100 less the edit distance between the orders of segments, as a percentage of
          the longer, the mean over recordings;
        - `f1_10`, `f1_25`, `f1_50`: F1 in percent of segments that overlap a true one of their
          tag by at least so much, intersection over union (Lea et al., "Temporal Convolutional
          Networks for Action Segmentation and Detection", 2017);
        - where `background` is expected somewhere, the last four once more with it as a tag like
          others, as `edit_with_background` and so on.

    Raises:
        ValueError: if the recordings don't have as many tags on both sides.

    >>> metrics = tagging_metrics([["a", "a", "b", "b"]], [["a", "b", "a", "b"]])
    >>> metrics["frame_accuracy"], metrics["edit"], metrics["f1_50"]
    (0.5, 50.0, 66.66666666666667)
    """
    from sklearn.metrics import f1_score

    for one, other in zip(expected, predicted, strict=True):
        if len(one) != len(other):
            raise ValueError(f"predicted: must have {len(one)} tags, got {len(other)}")
    right = [tag for tags in expected for tag in tags]
    ours = [tag for tags in predicted for tag in tags]
    metrics = {
        "frame_accuracy": float(np.mean([a == b for a, b in zip(right, ours, strict=True)])),
        "macro_f1": float(f1_score(right, ours, average="macro", zero_division=0)),
        **_segment_metrics(expected, predicted, background),
    }
    if background is not None and background in right:
        both = _segment_metrics(expected, predicted, None)
        metrics |= {f"{name}_with_background": value for name, value in both.items()}
    return metrics


def _segment_metrics(
    expected: Sequence[Tags], predicted: Sequence[Tags], background: str | None
) -> dict[str, float]:
    pairs = [
        (_segments(one, background), _segments(other, background))
        for one, other in zip(expected, predicted, strict=True)
    ]
    metrics = {"edit": float(np.mean([edit_score(*pair) for pair in pairs]))}
    for percent in (10, 25, 50):
        hits = [_overlapping(*pair, percent / 100) for pair in pairs]
        true, false, missed = np.sum(hits, axis=0)
        whole = 2 * true + false + missed
        metrics[f"f1_{percent}"] = float(200 * true / whole) if whole else 100.0
    return metrics


def edit_score(
    expected: list[tuple[int, int, str]], predicted: list[tuple[int, int, str]]
) -> float:
    """Compare the order of segments: 100 for the same, 0 for nothing in common.

    Args:
        expected: (start, end, tag) of each segment.
        predicted: the same.

    Returns:
        `100 (1 - distance / longer)` with the Levenshtein distance of the tags.
    """
    one, other = [tag for *_, tag in expected], [tag for *_, tag in predicted]
    longer = max(len(one), len(other))
    if not longer:
        return 100.0
    row = list(range(len(other) + 1))
    for index, tag in enumerate(one, start=1):
        before, row[0] = row[0], index
        for place, rival in enumerate(other, start=1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (tag != rival)),
            )
    return 100 * (1 - row[-1] / longer)


def _segments(tags: Tags, background: str | None) -> list[tuple[int, int, str]]:
    starts = [i for i in range(len(tags)) if i == 0 or tags[i] != tags[i - 1]]
    ends = [*starts[1:], len(tags)]
    return [
        (start, end, tags[start])
        for start, end in zip(starts, ends, strict=True)
        if tags[start] != background
    ]


def _overlapping(
    expected: list[tuple[int, int, str]], predicted: list[tuple[int, int, str]], least: float
) -> tuple[int, int, int]:
    """Count segments that hit a true one not hit before, that hit none, and true ones missed."""
    taken = [False] * len(expected)
    true = 0
    for start, end, tag in predicted:
        shares = [
            (min(end, e) - max(start, s)) / (max(end, e) - min(start, s)) if t == tag else 0.0
            for s, e, t in expected
        ]
        best = int(np.argmax(shares)) if shares else -1
        if best >= 0 and shares[best] >= least and not taken[best]:
            taken[best] = True
            true += 1
    return true, len(predicted) - true, len(expected) - sum(taken)
