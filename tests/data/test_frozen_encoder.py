import keras
import numpy as np
import pytest

from keras_seq.data import frozen_encoder
from keras_seq.errors import InputError


def test_a_network_gives_a_vector_or_a_grid(tmp_path):
    picture = keras.Input((8, 8, 3))
    pooled = keras.layers.AveragePooling2D(4)(picture)
    model = keras.Model(picture, pooled)
    model.save(tmp_path / "grid.keras")
    path = str(tmp_path / "grid.keras")
    options = frozen_encoder.Encoder(encoder=path)
    grid = frozen_encoder.frozen_encoder(options, 9, "--size", grid=True)
    assert grid.look == {"height": 8, "width": 8, "channels": 3}  # its own, whatever is asked for
    half = np.zeros((3, 8, 8, 3), np.uint8)
    half[:, :, 4:] = 255
    assert grid.encode(half)[..., 0].tolist() == [[[0, 255], [0, 255]]] * 3
    with pytest.raises(InputError, match=r"to one vector, not from \(8, 8, 3\) to \(2, 2, 3\)"):
        frozen_encoder.frozen_encoder(options, 9, "--size")
    with pytest.raises(InputError, match="must stay where it was"):
        frozen_encoder.frozen_encoder(frozen_encoder.Encoder(encoder="no.keras"), 9, "--size")
    assert frozen_encoder.frozen_encoder(frozen_encoder.Encoder(), 9, "--size") is None


@pytest.mark.parametrize(
    ("name", "home"),
    [("ResNet50V2", "resnet_v2"), ("EfficientNetB0", "efficientnet"), ("VGG16", "vgg16"),
     ("MobileNetV3Large", "mobilenet_v3"), ("EfficientNetV2S", "efficientnet_v2")],
)  # fmt: skip
def test_each_network_gets_the_preprocessing_of_its_own(name, home):
    assert frozen_encoder._module_of(name) is getattr(keras.applications, home)


def test_errors(tmp_path):
    with pytest.raises(InputError, match=r"--encoder: tiny is neither small, nor a \.keras file"):
        frozen_encoder.backbone("tiny", "random", 32)
    with pytest.raises(InputError, match="can't be made; give other weights, or another"):
        frozen_encoder.backbone("InceptionV3", "random", 8)
    with pytest.raises(InputError, match="can't be made"):
        frozen_encoder.backbone("MobileNet", str(tmp_path / "absent.weights.h5"), 32)
    vectors = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    with pytest.raises(InputError, match=r"must go from one frame, \(height, width, channels\)"):
        frozen_encoder.saved_encoder("x.keras", vectors)
    mark = frozen_encoder.EncoderMark("sha256:1")
    mark.save(tmp_path / "mark.json")
    assert frozen_encoder.EncoderMark.load(tmp_path / "mark.json") == mark
    with pytest.raises(InputError, match="the encoder has changed since training"):
        mark.check(None)
    (tmp_path / "mark.json").write_text("[]")
    with pytest.raises(InputError, match=r"mark\.json: damaged"):
        frozen_encoder.EncoderMark.load(tmp_path / "mark.json")
