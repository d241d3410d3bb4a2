import numpy as np
import pytest

from keras_seq.data.audio.changes import changed_sound, joined_sound, masked
from keras_seq.data.audio.options import SoundChanges

NOTHING = {"speed": 0.0, "gain_db": 0.0, "noise_db": 200.0}


def test_speed_changes_length_and_pitch():
    samples = np.sin(2 * np.pi * 0.05 * np.arange(4000)).astype("float32")
    changes = SoundChanges(**{**NOTHING, "speed": 0.2})
    for seed in range(5):
        made = changed_sound(samples, changes, np.random.default_rng(seed))
        share = len(samples) / len(made)
        assert 0.8 <= share <= 1.2
        pitch = np.abs(np.fft.rfft(made)).argmax() / len(made)
        assert pitch == pytest.approx(0.05 * share, rel=0.01)


def test_gain_and_noise_stay_within_what_is_said():
    draw = np.random.default_rng(0)
    samples = draw.normal(0, 0.1, 4000).astype("float32")
    for _ in range(20):
        made = changed_sound(samples, SoundChanges(**{**NOTHING, "gain_db": 6.0}), draw)
        assert abs(20 * np.log10(made.std() / samples.std())) <= 6.001
        made = changed_sound(samples, SoundChanges(**{**NOTHING, "noise_db": 20.0}), draw)
        assert (made - samples).std() <= 0.0101
    assert (changed_sound(samples, SoundChanges(**NOTHING), draw) == samples).all()


def test_masks_hide_bands_and_moments():
    features = np.ones((50, 20), np.float32)
    changes = SoundChanges(mask_bands=4, mask_frames=6)
    hidden = []
    for seed in range(30):
        made = masked(features, changes, np.random.default_rng(seed))
        bands, moments = (made == 0).all(0).sum(), (made == 0).all(1).sum()
        assert bands <= 8 and moments <= 12
        hidden.append(bands + moments)
    assert max(hidden) > 4 and (features == 1).all()


def test_clips_stand_one_behind_another():
    made = joined_sound([np.ones(10, np.float32), np.full(5, 2, np.float32)], 100)
    assert made.tolist() == [1.0] * 10 + [0.0] * 10 + [2.0] * 5
