"""How transcripts are written, and judged beside rivals."""

import numpy as np

from keras_seq import app as apps
from keras_seq.contract import Trained
from keras_seq.data.audio.records import Spoken
from keras_seq.data.splits import Splits
from keras_seq.tasks import listening
from keras_seq.tasks.listening import Transcript, Word
from keras_seq.tasks.transcription import ctm_lines, srt_lines

APP = apps.load("speech_recognition")
WORDS = [{"word": "hello", "start": 0.5, "end": 1.0}, {"word": "there", "start": 1.1, "end": 1.4},
         {"word": "bye", "start": 3723.0, "end": 3723.5}]  # fmt: skip
ANSWERS = [{"input": "talks/my talk.wav", "text": "hello there bye", "words": WORDS}]


def test_subtitles():
    assert list(srt_lines(ANSWERS)) == [
        "1", "00:00:00,500 --> 00:00:01,400", "hello there", "",
        "2", "01:02:03,000 --> 01:02:03,500", "bye", "",
    ]  # fmt: skip


def test_a_subtitle_holds_what_can_be_read():
    words = [{"word": str(at), "start": at * 0.2, "end": at * 0.2 + 0.1} for at in range(20)]
    lines = list(srt_lines([{"input": "a", "text": "x", "words": words}]))
    assert [line.split() for line in lines[2::4]] == [
        [str(at) for at in range(start, min(start + 7, 20))] for start in (0, 7, 14)
    ]


def test_ctm():
    assert list(ctm_lines(ANSWERS)) == [
        "my_talk 1 0.500 0.500 hello", "my_talk 1 1.100 0.300 there", "my_talk 1 3723.000 0.500 bye"
    ]  # fmt: skip
    stream = [{"input": "stream", "text": "hi", "start": 0.1, "end": 0.3}]
    assert list(ctm_lines(stream)) == ["stream 1 0.100 0.200 hi"]


def clips(words):
    """Words that differ in level alone."""
    draw = np.random.default_rng(0)
    level = {"low": 0.001, "high": 0.3}
    return [Spoken(f"clip {at}", draw.normal(0, level[word], 900).astype("float32"), word,
                   "ab"[at % 2], "here") for at, word in enumerate(words)]  # fmt: skip


def test_rivals_of_single_words_and_figures_by_hand(monkeypatch):
    parts = Splits(clips(["low", "high", "high"] * 9), clips(["low", "high"] * 3),
                   clips(["low", "high"]))  # fmt: skip
    config = APP.Config(scale="training")
    trained = Trained(config, None, None)
    rivals = APP.task.baselines(trained, parts)
    assert rivals["commonest_text"].metrics["exact_match"] == 0.5
    assert rivals["linear_model_of_bands"].metrics["exact_match"] == 1.0

    answers = [Transcript("low", 0.9, (Word("low", 0.0, 0.1),)), Transcript("low high", 0.5)]
    monkeypatch.setattr(listening, "transcripts", lambda *_: answers)
    judged = APP.task.evaluate(trained, parts.test)
    assert judged.metrics["wer"] == 0.5 and judged.metrics["exact_match"] == 0.5
    assert judged.details.real_time_factor > 0 and "real-time" not in judged.metrics
    assert [row["wer"] for row in judged.predictions] == [0.0, 1.0]


def test_strings_of_words_have_no_linear_rival():
    parts = Splits(*([clip._replace(text="low high") for clip in clips(["low"] * 3)],) * 3)
    assert set(APP.task.baselines(Trained(APP.Config(), None, None), parts)) == {"commonest_text"}
