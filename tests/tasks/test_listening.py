"""What is heard: alone or in a batch, whole or as it comes, with a model of text or without."""

import dataclasses

import numpy as np
import pytest

from keras_seq import app as apps
from keras_seq.contract import Trained
from keras_seq.data.audio.records import Spoken
from keras_seq.data.audio.sound import wav_bytes
from keras_seq.errors import InputError
from keras_seq.tasks import listening

APP = apps.load("speech_recognition")
DRAW = np.random.default_rng(0)
CLIPS = [
    Spoken(f"clip {at}", DRAW.normal(0, 0.1, 2000 + 700 * at).astype("float32"), text, "", "here")
    for at, text in enumerate(["ab a", "b", "ba b", "a b a"])
]
SMALL = {"units": 4, "filters": 4, "seed": 1}


def trained(**options):
    import keras

    keras.utils.set_random_seed(3)
    config = APP.Config(**{**SMALL, **options})
    fitted = APP.prepare(config, CLIPS)
    model = APP.build(config, fitted)
    for weight in model.weights:  # so that something is heard
        weight.assign(weight + np.random.default_rng(5).normal(0, 0.7, weight.shape))
    return Trained(config, fitted, model)


def heard(run, clips=CLIPS, **options):
    sounds = [clip.samples for clip in clips]
    return APP.task._heard(run, sounds, APP.task.options(**options))


@pytest.fixture(scope="module")
def both_ways():
    return trained()


@pytest.fixture(scope="module")
def forwards():
    return trained(bidirectional=False, level="word")


@pytest.mark.parametrize("model", ["ctc", "attention"])
def test_no_clip_depends_on_what_else_is_in_its_batch(model):
    run = trained(model=model)
    together = heard(run)
    assert any(transcript.text for transcript in together)
    for clip, transcript in zip(CLIPS, together, strict=True):
        (alone,) = heard(run, [clip])
        assert alone.text == transcript.text and alone.words == transcript.words
        assert alone.score == pytest.approx(transcript.score, rel=1e-4)


def test_search_finds_what_is_at_least_as_likely(both_ways):
    for greedy, searched in zip(heard(both_ways), heard(both_ways, num_beams=8), strict=True):
        tokens = [
            both_ways.preprocessing.target.encode([one.text])[0] for one in (greedy, searched)
        ]
        assert searched.score ** len(tokens[1]) >= greedy.score ** len(tokens[0]) * 0.999


def test_words_have_their_times_in_order(both_ways):
    for clip, transcript in zip(CLIPS, heard(both_ways), strict=True):
        assert " ".join(word.word for word in transcript.words) == transcript.text
        times = [time for word in transcript.words for time in word[1:]]
        assert times == sorted(times) and times[-1] <= len(clip.samples) / 8000 + 0.03


def test_a_stream_is_heard_as_the_whole_is(forwards):
    samples = np.concatenate([clip.samples for clip in CLIPS])
    (whole,) = heard(forwards, [CLIPS[0]._replace(samples=samples)])
    assert len(whole.words) > 2
    for size in (37, 1000):
        blocks = np.split(samples, range(size, len(samples), size))
        for at_once in (1, 8):
            words = list(listening.hear(forwards, blocks, at_once))
            assert words == list(whole.words)


def test_raw_samples_of_another_rate_come_through_a_pipe(forwards):
    samples = np.concatenate([clip.samples for clip in CLIPS]).repeat(2)
    raw = wav_bytes(samples, 16000)[44:]
    options = APP.task.options(stream=True, stream_rate=16000)
    answers = list(APP.task.predict(forwards, [raw[:999], raw[999:]], options))
    assert answers and set(answers[0]) == {"input", "text", "start", "end"}
    with pytest.raises(InputError, match="raw samples from a pipe"):
        list(APP.task.predict(forwards, ["a.wav"], options))
    with pytest.raises(InputError, match="leave out --num-beams"):
        list(APP.task.predict(forwards, [raw], dataclasses.replace(options, num_beams=2)))


def test_what_looks_ahead_does_not_stream(both_ways):
    with pytest.raises(InputError, match="--no-bidirectional"):
        list(listening.hear(both_ways, [CLIPS[0].samples]))
    with pytest.raises(InputError, match="leave --scale recording out"):
        trained(bidirectional=False, scale="recording")


def test_long_recordings_are_cut_where_it_is_quiet():
    run = trained(longest=1.0)
    quiet = np.zeros(1000, np.float32)
    samples = np.concatenate([part for clip in CLIPS for part in (clip.samples, quiet)] * 2)
    (whole,) = heard(run, [CLIPS[0]._replace(samples=samples)])
    assert max(word.end for word in whole.words) > 2.5


def test_a_model_of_text_joins_in(both_ways):
    from keras_seq.data.labels import Labels
    from keras_seq.data.text import Tokenizer
    from keras_seq.models import one_to_many
    from keras_seq.tasks.joining_language import language_of
    from keras_seq.tasks.writing import END

    text = apps.load("text_generation")
    tokenizer = Tokenizer.train(["a b\nab"], level="char", more=[END])
    model = one_to_many(vocab_size=tokenizer.vocab_size, units=4, embedding_dim=4)
    run = Trained(text.Config(), text.Preprocessing(tokenizer, Labels(())), model)
    target = both_ways.preprocessing.target
    language = language_of(run, target)
    a, b = (int(target.encode([letter])[0][0]) for letter in "ab")
    ours = language([(), (a,), (a, b)])
    start, own_a, own_b = (int(tokenizer.encode([letter])[0][0]) for letter in "\nab")
    logits = np.asarray(model(np.array([[start, own_a, own_b]])))[0]
    logs = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
    np.testing.assert_allclose(ours[:, [a, b]], logs[:, [own_a, own_b]], atol=1e-5)
    words = Tokenizer.train(["a b"], level="word", more=[END])
    with pytest.raises(InputError, match="of --level char, those of this run of word"):
        language_of(run, words)
