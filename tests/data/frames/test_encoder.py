import keras
import numpy as np
import pytest

from keras_seq.data import frozen_encoder
from keras_seq.data.frames import encoder as frame_encoder
from keras_seq.data.frames import video

pytest.importorskip("av")


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.mp4"
    images = [np.full((16, 32, 3), 6 * step, np.uint8) for step in range(40)]
    video.write_video(path, images, 10)
    return path


@pytest.fixture
def encoder(tmp_path):
    """The mean of a frame, as a model of the user's own."""
    frame = keras.Input((8, 8, 3))
    model = keras.Model(frame, keras.layers.GlobalAveragePooling2D()(frame))
    path = tmp_path / "encoder.keras"
    model.save(path)
    return frozen_encoder.saved_encoder(str(path), model)


def test_features_are_those_of_the_frames_for_any_number_of_windows(clip, encoder, tmp_path):
    frames = video.read_frames(clip, fps=20, height=8, width=8)
    assert len(frames.steps) == 80 > 2 * frozen_encoder.AT_ONCE
    found = frame_encoder.encode_video(clip, encoder, fps=20, cache=tmp_path / "kept")
    np.testing.assert_allclose(found.steps, frames.steps.mean(axis=(1, 2)), atol=1e-3)
    np.testing.assert_array_equal(found.times, frames.times)
    assert found.length == frames.length and found.steps.dtype == np.float32


def test_the_second_reading_decodes_nothing(clip, encoder, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    first = frame_encoder.encode_video(clip, encoder, fps=5, cache=kept)

    def fails(*_, **__):
        raise AssertionError("decoded again")

    with monkeypatch.context() as patched:
        patched.setattr(video, "sample_frames", fails)
        again = frame_encoder.encode_video(clip, encoder, fps=5, cache=kept)
        np.testing.assert_array_equal(again.steps, first.steps)
        np.testing.assert_array_equal(again.times, first.times)
        assert again.length == first.length
        for changed in ({"fps": 4}, {"encoder": encoder._replace(identity="other")}):
            with pytest.raises(AssertionError, match="decoded again"):
                frame_encoder.encode_video(
                    clip, **{"encoder": encoder, "fps": 5, "cache": kept, **changed}
                )
    video.write_video(clip, [np.zeros((16, 32, 3), np.uint8)] * 10, 10)
    assert len(frame_encoder.encode_video(clip, encoder, fps=5, cache=kept).steps) == 5


def test_a_damaged_cache_is_made_anew(clip, encoder, tmp_path):
    first = frame_encoder.encode_video(clip, encoder, fps=5, cache=tmp_path / "kept")
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    again = frame_encoder.encode_video(clip, encoder, fps=5, cache=tmp_path / "kept")
    np.testing.assert_array_equal(again.steps, first.steps)


def test_networks_of_keras_applications(clip, tmp_path):
    encoder = frozen_encoder.backbone("MobileNetV3Small", "random", 32)
    found = frame_encoder.encode_video(clip, encoder, fps=5, cache=tmp_path)
    assert found.steps.shape == (20, 576)
    again = frozen_encoder.backbone("MobileNetV3Small", "random", 32)
    assert again.identity == encoder.identity
    images = np.random.default_rng(0).integers(0, 255, (3, 32, 32, 3)).astype(np.uint8)
    np.testing.assert_array_equal(again.encode(images), encoder.encode(images))
