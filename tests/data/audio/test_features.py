import numpy as np
import pytest

from keras_seq.data.audio.features import frame_count, log_mel_blocks, log_mels, mel_filters
from keras_seq.data.audio.options import MelFrames


def test_filters_are_those_of_keras():
    import keras

    # Keras's filters are those of another scale unless told; its matrix is right for HTK's.
    right = keras.layers.MelSpectrogram(
        num_mel_bins=40, fft_length=256, sampling_rate=8000, min_freq=0, max_freq=4000
    ).linear_to_mel_weight_matrix(40, 129, 8000, 0.0, 4000.0)
    ours = mel_filters(8000, 256, 40)
    np.testing.assert_allclose(ours[1:].argmax(0), np.asarray(right)[1:].argmax(0), atol=1)
    assert ours.max() <= 1 and (ours >= 0).all()


@pytest.mark.parametrize("hertz", [500, 1500, 3000])
def test_a_tone_is_loudest_in_its_band(hertz):
    samples = np.sin(2 * np.pi * hertz * np.arange(8000) / 8000)
    band = log_mels(samples, 8000, MelFrames()).mean(0).argmax()
    centres = np.linspace(0, 2595 * np.log10(1 + 4000 / 700), 42)[1:-1]
    assert band == np.abs(centres - 2595 * np.log10(1 + hertz / 700)).argmin()


def test_the_energy_of_white_noise_is_that_of_the_window():
    noise = np.random.default_rng(0).normal(0, 0.1, 80_000)
    energies = np.exp(log_mels(noise, 8000, MelFrames())).mean(0)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(200) / 200)
    expected = 0.01 * (window**2).sum() * mel_filters(8000, 256, 40).sum(0)
    np.testing.assert_allclose(energies, expected, rtol=0.1)


def test_blocks_give_what_the_whole_gives():
    draw = np.random.default_rng(0)
    for length in (50, 200, 201, 5000):
        samples = draw.normal(size=length).astype("float32")
        whole = log_mels(samples, 8000, MelFrames())
        cuts = np.sort(draw.integers(0, length, 7))
        blocks = list(log_mel_blocks(np.split(samples, cuts), 8000, MelFrames()))
        np.testing.assert_allclose(np.concatenate(blocks), whole, atol=1e-5)
        assert len(whole) == frame_count(length, 8000, MelFrames())
