"""Tests of the embedded sample and of the opinions that it is judged by."""

import importlib
from collections import Counter
from pathlib import Path

import pytest

from keras_seq import app as apps

APP = apps.load(str(Path(__file__).parent))
sample = importlib.import_module(f"{vars(APP)['__package__']}.sample")


def test_the_sample_is_distinct_balanced_and_the_same_for_a_seed() -> None:
    made = sample.reviews(3000, seed=1)
    assert made == sample.reviews(3000, seed=1) != sample.reviews(3000, seed=2)
    assert len({text for text, _ in made}) == 3000
    assert Counter(label for _, label in made) == dict.fromkeys(sample.LABELS, 1500)
    assert not any(set("{}|_") & set(text) for text, _ in made)


def test_everyday_opinions_are_half_praise_and_never_in_the_sample() -> None:
    opinions = sample.everyday()
    counts = Counter(opinion.label for opinion in opinions)
    assert set(counts) == set(sample.LABELS) and abs(counts["positive"] - counts["negative"]) < 5
    assert len({sample.bare(opinion.text) for opinion in opinions}) == len(opinions)
    assert not {sample.bare(opinion.text) for opinion in opinions} & {
        sample.bare(text) for text, _ in sample.reviews(3000, 0)
    }


@pytest.mark.parametrize("verb, third", [("fly/flew/flying by", "flies by"),
                                         ("go/went/going on", "goes on"),
                                         ("please/pleased/pleasing us", "pleases us"),
                                         ("play/played/playing", "plays")])  # fmt: skip
def test_verbs_take_their_forms(verb: str, third: str) -> None:
    assert sample.conjugated(verb, 3) == third
    assert sample.conjugated("make/made/making me laugh", 1) == "made me laugh"
