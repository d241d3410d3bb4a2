import random

import pytest
from seqeval.metrics import f1_score, precision_score, recall_score
from seqeval.metrics.sequence_labeling import get_entities

from keras_seq.metrics.spans import Span, span_confusions, span_counts, span_metrics, spans

# What conlleval makes of broken schemes is what matters, so tags are drawn without any rule.
TAGS = ["O", "O", "O", *(f"{prefix}-{label}" for prefix in "BIES" for label in ("PER", "LOC"))]


def drawn(draw, texts=40):
    return [[draw.choice(TAGS) for _ in range(draw.randrange(1, 12))] for _ in range(texts)]


@pytest.mark.parametrize("seed", range(20))
def test_figures_are_those_of_seqeval(seed):
    draw = random.Random(seed)
    expected = drawn(draw)
    predicted = [[tag if draw.random() < 0.7 else draw.choice(TAGS) for tag in row]
                 for row in expected]  # fmt: skip
    ours = span_metrics(expected, predicted)
    assert ours["entity_f1"] == pytest.approx(f1_score(expected, predicted))
    assert ours["entity_precision"] == pytest.approx(precision_score(expected, predicted))
    assert ours["entity_recall"] == pytest.approx(recall_score(expected, predicted))
    per_type = f1_score(expected, predicted, average=None)  # sorted by type
    assert [count.f1 for count in span_counts(expected, predicted).values()] == pytest.approx(
        list(per_type)
    )
    for tags in expected:
        assert [(span.label, span.start, span.end - 1) for span in spans(tags)] == get_entities(
            tags
        )


def test_bilou_and_types_with_dashes():
    assert spans(["U-a-b", "B-a", "I-a", "L-a", "L-a"]) == [
        Span(0, 1, "a-b"), Span(1, 4, "a"), Span(4, 5, "a"),
    ]  # fmt: skip


def test_partly_right_and_confusions():
    expected = [["B-PER", "I-PER", "O", "B-LOC", "O", "B-LOC"]]
    predicted = [["B-PER", "O", "O", "B-PER", "B-LOC", "O"]]
    counts = span_counts(expected, predicted)
    assert counts["PER"] == (1, 2, 0, 1) and counts["LOC"] == (2, 1, 0, 0)
    assert span_confusions(expected, predicted) == {
        ("PER", "PER"): 1, ("LOC", "PER"): 1, ("LOC", "O"): 1, ("O", "LOC"): 1,
    }  # fmt: skip


def test_nothing_and_unequal_lengths():
    assert span_metrics([["O"]], [["O"]]) == {
        "entity_f1": 0, "entity_precision": 0, "entity_recall": 0, "token_accuracy": 1,
    }  # fmt: skip
    with pytest.raises(ValueError, match="must have 1 tags, got 2"):
        span_metrics([["O"]], [["O", "O"]])
