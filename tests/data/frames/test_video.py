import numpy as np
import pytest

from keras_seq.data.frames import video
from keras_seq.errors import InputError

pytest.importorskip("av")


def images(count, size=32):
    """Frames of which each is a little brighter than the one before."""
    return [np.full((size, size, 3), 20 + 5 * number, np.uint8) for number in range(count)]


@pytest.fixture
def clip(tmp_path):
    video.write_video(tmp_path / "clip.mp4", images(30), fps=10)
    return tmp_path / "clip.mp4"


def test_what_was_written_comes_back(clip):
    assert video.count_frames(clip) == 30
    frames = video.read_frames(clip, height=16, width=16)
    assert frames.steps.shape == (30, 16, 16, 3) and frames.steps.dtype == np.uint8
    brightness = frames.steps.mean(axis=(1, 2, 3))
    np.testing.assert_allclose(brightness, 20 + 5 * np.arange(30), atol=4)
    np.testing.assert_allclose(frames.times, np.arange(30) / 10, atol=1e-6)
    assert frames.length == pytest.approx(3.0)


@pytest.mark.parametrize(("fps", "shown"), [(5, range(0, 30, 2)), (20, np.arange(60) // 2)])
def test_any_rate_is_sampled_by_time(clip, fps, shown):
    frames = video.read_frames(clip, fps=fps, height=16, width=16, channels=1)
    assert frames.steps.shape == (len(shown), 16, 16, 1)
    np.testing.assert_allclose(frames.times, np.arange(len(shown)) / fps)
    brightness = frames.steps.mean(axis=(1, 2, 3))
    np.testing.assert_allclose(brightness, 20 + 5 * np.array(shown), atol=4)


def test_two_rates_of_one_scene_agree(tmp_path):
    slow, fast = tmp_path / "slow.mp4", tmp_path / "fast.avi"
    video.write_video(slow, images(20), fps=10)
    video.write_video(fast, [one for one in images(20) for _ in range(3)], fps=30)
    one, other = (video.read_frames(path, fps=5, height=8, width=8) for path in (slow, fast))
    np.testing.assert_allclose(one.steps.mean((1, 2, 3)), other.steps.mean((1, 2, 3)), atol=4)


def test_what_is_no_video_is_one_line(tmp_path, clip):
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("not a video " * 100)
    whole = clip.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    for name, message in {
        "absent.mp4": "no such video",
        "empty.mp4": "the file is empty",
        "text.mp4": "not a video that can be read",
        "cut.mp4": "not a video that can be read|cut off|no frame",
    }.items():
        with pytest.raises(InputError, match=f"{name}: .*({message})"):
            video.read_frames(tmp_path / name, height=8, width=8)


def test_sound_alone_is_no_video(tmp_path):
    import wave

    with wave.open(str(tmp_path / "sound.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(8000))
    (tmp_path / "sound.wav").rename(tmp_path / "sound.mp4")
    with pytest.raises(InputError, match=r"sound.mp4: there is no picture in it, only sound"):
        video.read_frames(tmp_path / "sound.mp4", height=8, width=8)


@pytest.mark.parametrize(
    ("name", "count"),
    [("bikes.mp4", 250), ("carphone_pristine.mp4", 120), ("realshort.mp4", 36),
     ("newtonscradle.gif", 36)],
)  # fmt: skip
def test_real_clips_have_the_frames_they_have(shared_data, name, count):
    assert video.count_frames(shared_data("video_clips") / name) == count
