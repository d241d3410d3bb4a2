"""Videos as phones and screen recorders make them; what is right is how they were made."""

from fractions import Fraction

import numpy as np
import pytest

from keras_seq.data.frames import video
from keras_seq.data.frames.options import Recordings
from keras_seq.data.frames.reading import read_recordings
from keras_seq.errors import InputError

av = pytest.importorskip("av")


def write(path, times, sound=0.0, start=0.0):
    """Write frames of growing brightness, shown at given times, and seconds of sound."""
    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=100)
        picture.width, picture.height, picture.pix_fmt = 64, 32, "yuv420p"
        picture.time_base = picture.codec_context.time_base = Fraction(1, 100)
        silence = container.add_stream("pcm_s16le", rate=8000, layout="mono") if sound else None
        for number, time in enumerate(times):
            image = np.full((32, 64, 3), (20 + 5 * number) % 250, np.uint8)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = round((start + time) * 100), Fraction(1, 100)
            container.mux(picture.encode(frame))
        container.mux(picture.encode())
        if silence is not None:
            samples = np.zeros((1, int(8000 * sound)), np.int16)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate, frame.pts = 8000, 0
            container.mux(silence.encode(frame))
            container.mux(silence.encode())
    return path


def test_a_tag_for_each_frame_is_that_of_the_frame_at_any_rate(tmp_path):
    times = [*(n / 10 for n in range(10)), *(float(n) for n in range(1, 11))]
    write(tmp_path / "a.mkv", times)
    (tmp_path / "a.txt").write_text("".join(f"tag{n}\n" for n in range(len(times))))
    (found,) = read_recordings(str(tmp_path), Recordings(fps=2, frame_size=8))
    shown = [max(n for n, time in enumerate(times) if time <= moment + 1e-9)
             for moment in found.times]  # fmt: skip
    assert len(shown) == 21 and found.tags == [f"tag{n}" for n in shown]


@pytest.mark.parametrize("fps", [None, 10])
def test_a_picture_that_begins_later_than_the_sound(tmp_path, fps):
    path = write(tmp_path / "a.mkv", [n / 10 for n in range(10)], sound=1.5, start=0.5)
    frames = video.read_frames(path, fps=fps, height=8, width=8)
    np.testing.assert_allclose(frames.times, 0.5 + np.arange(10) / 10, atol=0.01)


def test_sound_that_goes_on_behind_the_picture_is_no_cut(tmp_path):
    for name in ("a.mkv", "a.mov"):
        path = write(tmp_path / name, [n / 10 for n in range(10)], sound=9.0)
        assert len(video.read_frames(path, height=8, width=8).steps) == 10


def test_a_last_frame_that_lasts_is_shown_as_long(tmp_path):
    image = pytest.importorskip("PIL.Image")
    pictures = [image.new("L", (16, 16), 60 * n) for n in range(4)]
    pictures[0].save(
        tmp_path / "a.gif", save_all=True, append_images=pictures[1:],
        duration=[200, 200, 200, 3000],
    )  # fmt: skip
    frames = video.read_frames(tmp_path / "a.gif", fps=5, height=8, width=8)
    assert frames.length == pytest.approx(3.6)
    assert frames.numbers.tolist() == [0, 1, 2] + [3] * 15


def test_frames_are_turned_as_their_file_says(tmp_path):
    """Of a track header (ISO 14496-12, 8.3.2): x' = a x + c y, y' = b x + d y, of 16.16 bits."""
    path = tmp_path / "a.mp4"
    image = np.zeros((32, 64, 3), np.uint8)
    image[:, :32] = 200  # bright on the left
    video.write_video(path, [image] * 10, 10)
    content = path.read_bytes()
    at = content.index(b"tkhd") + 4 + 40  # behind version, times, ids, layer, group and volume
    matrix = np.frombuffer(content[at : at + 36], ">i4").reshape(3, 3)
    assert matrix[:2, :2].tolist() == [[1 << 16, 0], [0, 1 << 16]]
    for turned, bright in (
        ([[0, 1 << 16, 0], [-1 << 16, 0, 0]], np.s_[:, :4, :]),  # a quarter with the clock
        ([[0, -1 << 16, 0], [1 << 16, 0, 0]], np.s_[:, 4:, :]),  # a quarter against it
        ([[-1 << 16, 0, 0], [0, -1 << 16, 0]], np.s_[:, :, 4:]),
    ):
        rows = np.array([*turned, matrix[2]], ">i4")
        path.write_bytes(content[:at] + rows.tobytes() + content[at + 36 :])
        steps = video.read_frames(path, height=8, width=8).steps
        assert steps[bright].mean() > 150 > 100 > steps.mean() * 2 - steps[bright].mean()


def test_a_cut_off_video_is_still_refused(tmp_path):
    path = write(tmp_path / "a.mkv", [n / 10 for n in range(400)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match=r"cut off|not a video"):
        video.read_frames(path, height=8, width=8)
