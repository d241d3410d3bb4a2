"""A conditional random field of hand-made features: the rival that networks on words must beat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from keras_seq.progress import say

Texts = Sequence[Sequence[str]]


def crf_of_features(
    train: Texts, tags: Texts, test: Texts, *, iterations: int = 100
) -> list[list[str]] | None:
    """Tag words by a chain of log-linear models over the words around, their ends and their shape.

    The features are those of the tutorials of CRFsuite (Okazaki, 2007), which it trains by L-BFGS
    with an L1 and an L2 penalty of 0.1 each.

    Args:
        train: the words of each training text.
        tags: their tags.
        test: the words of each test text.
        iterations: passes over the training part, at most.

    Returns:
        Predicted tags for each test text; None, which a line on stderr explains, where
        python-crfsuite isn't installed.
    """
    try:
        import pycrfsuite
    except ImportError:
        say("the rival crf of features is left out: it needs python-crfsuite, "
            "pip install 'keras_seq[tagging]'")  # fmt: skip
        return None
    trainer = pycrfsuite.Trainer(verbose=False)
    for words, row in zip(train, tags, strict=True):
        trainer.append(list(features(words)), list(row))
    trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": iterations})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "crf"))
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        answers = [tagger.tag(list(features(words))) for words in test]
        tagger.close()
    return answers


def features(words: Sequence[str]) -> Iterator[list[str]]:
    """Describe each word of a text by strings: itself, its ends, its shape, and its neighbours."""
    own = [_of_word(word) for word in words]
    near = [_of_neighbour(word) for word in words]
    for position in range(len(words)):
        around = [
            f"{step:+}:{feature}"
            for step in (-2, -1, 1, 2)
            for feature in (
                near[position + step] if 0 <= position + step < len(words) else ["border"]
            )
        ]
        yield own[position] + around


def _of_word(word: str) -> list[str]:
    lower = word.lower()
    return [
        "bias",
        f"word={word}",
        *_of_neighbour(word),
        *(f"begins={lower[:size]}" for size in (2, 3, 4)),
        *(f"ends={lower[-size:]}" for size in (1, 2, 3, 4)),
    ]


def _of_neighbour(word: str) -> list[str]:
    return [f"lower={word.lower()}", f"shape={shape(word)}"]


def shape(word: str) -> str:
    """Write a word with X, x and 0 for its letters and digits, no sign more than twice in a row.

    >>> shape("McDonald"), shape("1996-08-22"), shape("U.S.")
    ('XxXxx', '00-00-00', 'X.X.')
    """
    signs: list[str] = []
    for letter in word:
        sign = "0" if letter.isdigit() else "X" if letter.isupper() else (
            "x" if letter.isalpha() else letter
        )  # fmt: skip
        if signs[-2:] != [sign, sign]:
            signs.append(sign)
    return "".join(signs)
