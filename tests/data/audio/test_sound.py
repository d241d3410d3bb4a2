import io
import wave

import numpy as np
import pytest
from scipy.signal import resample_poly

from keras_seq.data.audio import sound
from keras_seq.errors import InputError

soundfile = pytest.importorskip("soundfile")


def tone(rate, seconds=0.5, hertz=440):
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


@pytest.mark.parametrize("found", [8000, 11025, 16000, 44100, 48000])
def test_blocks_are_resampled_as_the_whole_is(found):
    draw = np.random.default_rng(0)
    whole = draw.normal(size=found // 2).astype("float32")
    cuts = np.sort(draw.integers(0, len(whole), 9))
    ours = np.concatenate(list(sound.resampled(np.split(whole, cuts), found, 8000)))
    common = np.gcd(found, 8000)
    right = resample_poly(whole, 8000 // common, found // common)
    np.testing.assert_allclose(ours, right, atol=1e-5)


@pytest.mark.parametrize(("suffix", "apart"), [("wav", 1e-3), ("flac", 1e-3), ("ogg", 0.05),
                                               ("mp3", 0.05)])  # fmt: skip
def test_any_file_is_one_channel_at_the_rate_that_is_wanted(tmp_path, suffix, apart):
    left = tone(44100)
    soundfile.write(tmp_path / f"a.{suffix}", np.stack([left, 0 * left], 1), 44100)
    samples = sound.read_sound(tmp_path / f"a.{suffix}", 8000)
    assert samples.dtype == np.float32 and abs(len(samples) - 4000) < 300
    middle = samples[1000:3000]
    assert np.abs(middle).max() == pytest.approx(0.25, abs=0.02)  # the mean of both channels
    spectrum = np.abs(np.fft.rfft(middle))
    assert spectrum.argmax() * 8000 / 2000 == pytest.approx(440, abs=4)
    assert (spectrum[200:].max() / spectrum.max()) < apart


def test_ffmpeg_reads_what_libsndfile_cannot(tmp_path):
    av = pytest.importorskip("av")
    with av.open(str(tmp_path / "a.m4a"), "w") as file:
        stream = file.add_stream("aac", rate=16000, layout="mono")
        for start in range(0, 16000, 1024):
            part = tone(16000, 1.1)[start : start + 1024].astype("float32")[None]
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
            frame.rate, frame.pts = 16000, start
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    samples = sound.read_sound(tmp_path / "a.m4a", 8000)
    assert np.abs(np.fft.rfft(samples[2000:4000])).argmax() * 4 == pytest.approx(440, abs=4)


def faulty():
    whole = sound.wav_bytes(tone(8000), 8000)
    yield "cut off: 3,956 of 8,000", whole[:4000]
    yield "without sound in it", whole[:30]
    yield "no sound that can be read", bytes(range(256)) * 40
    yield "empty", b""
    yield "1 samples", sound.wav_bytes(np.array([0.5]), 8000)
    yield "silent from start to end", sound.wav_bytes(np.zeros(4000), 8000)
    content = io.BytesIO()
    soundfile.write(content, np.full(4000, np.nan), 8000, format="WAV", subtype="FLOAT")
    yield "no numbers", content.getvalue()
    content = io.BytesIO()
    soundfile.write(content, tone(8000, 4) + np.random.default_rng(0).normal(0, 0.1, 32000), 8000,
                    format="FLAC")  # fmt: skip
    yield "cut off", content.getvalue()[:20_000]


@pytest.mark.parametrize(("said", "content"), list(faulty()), ids=lambda value: str(value)[:12])
def test_what_is_no_sound_is_said_in_a_line(tmp_path, said, content):
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(InputError, match=said) as refused:
        sound.read_sound(tmp_path / "a.wav", 8000)
    assert "a.wav" in str(refused.value) and "\n" not in str(refused.value)


def test_missing_files_and_folders(tmp_path):
    for path, said in ((tmp_path / "b.wav", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(InputError, match=said):
            sound.read_sound(path, 8000)


def test_a_header_that_was_written_to_a_pipe_says_no_length(tmp_path):
    content = bytearray(sound.wav_bytes(tone(8000), 8000))
    content[40:44] = b"\xff" * 4
    (tmp_path / "a.wav").write_bytes(content)
    assert len(sound.read_sound(tmp_path / "a.wav", 8000)) == 4000


def test_what_is_written_is_a_wav_file():
    with wave.open(io.BytesIO(sound.wav_bytes(np.array([0.5, -1.0, 2.0]), 8000))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        assert np.frombuffer(file.readframes(9), "<i2").tolist() == [16384, -32768, 32767]
