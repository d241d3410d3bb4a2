import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from keras_seq.data.pictures.opening import (
    read_picture,
    read_whole,
    write_grid,
    write_picture,
)
from keras_seq.errors import InputError

HALVES = np.zeros((4, 8, 3), np.uint8)  # left black, right red
HALVES[:, 4:, 0] = 255


def saved(image, path, **options):
    image.save(path, **options)
    return path


def test_modes_become_eight_bits_of_red_green_blue(tmp_path):
    picture = Image.fromarray(HALVES)
    for name, image in {
        "plain.png": picture, "palette.png": picture.convert("P"), "first.gif": picture,
        "cmyk.tif": picture.convert("CMYK"), "alpha.png": picture.convert("RGBA"),
    }.items():  # fmt: skip
        pixels = read_picture(saved(image, tmp_path / name))
        assert pixels.dtype == np.uint8
        np.testing.assert_allclose(pixels.astype(int), HALVES, atol=2, err_msg=name)


def test_sixteen_bits_keep_their_brightness(tmp_path):
    levels = np.array([[0, 257 * 100, 65535]], np.uint16)
    path = saved(Image.fromarray(levels), tmp_path / "a.png")
    assert read_picture(path, channels=1)[0, :, 0].tolist() == [0, 100, 255]


def test_what_is_transparent_is_white(tmp_path):
    clear = Image.new("RGBA", (2, 2), (0, 0, 0, 0))
    assert read_picture(saved(clear, tmp_path / "a.png")).min() == 255
    ink = Image.new("P", (2, 2))
    ink.putpalette([0, 0, 0])
    assert read_picture(saved(ink, tmp_path / "b.gif", transparency=0)).min() == 255


def test_a_turned_camera_gives_an_upright_picture(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be seen, turn it clockwise by a quarter
    path = saved(Image.fromarray(HALVES), tmp_path / "a.png", exif=exif)
    pixels = read_picture(path)
    assert pixels.shape == (8, 4, 3)
    assert pixels[:4, :, 0].max() == 0 and pixels[4:, :, 0].min() == 255


def test_the_middle_is_shrunk(tmp_path):
    path = saved(Image.fromarray(HALVES), tmp_path / "a.png")
    small = read_picture(path, size=2)
    assert small.shape == (2, 2, 3) and small[:, 0, 0].max() < 80 and small[:, 1, 0].min() > 175


def test_a_picture_in_a_zip(tmp_path):
    stream = io.BytesIO()
    Image.fromarray(HALVES).save(stream, "png")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("in/a.png", stream.getvalue())
    np.testing.assert_array_equal(
        read_picture(zipfile.Path(tmp_path / "a.zip", "in/a.png")), HALVES
    )


def test_bad_files_are_named_in_a_line(tmp_path, monkeypatch):
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    whole = saved(Image.fromarray(noise), tmp_path / "whole.png")
    for name, content, said in (
        ("cut.png", whole.read_bytes()[:4000], "damaged"),
        ("text.png", b"no picture", "no kind of picture"),
        ("empty.png", b"", "no kind of picture"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=f"{name}: not a picture, or damaged.*") as stopped:
            read_picture(tmp_path / name)
        assert said in str(stopped.value) and "\n" not in str(stopped.value)
    with pytest.raises(InputError, match="no such file"):
        read_picture(tmp_path / "none.png")
    with pytest.raises(InputError, match="a folder"):
        read_picture(tmp_path)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000)
    with pytest.raises(InputError, match="shrink the picture"):
        read_picture(whole)


def test_without_pillow_a_line_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(InputError, match="pip install 'keras_seq\\[images\\]'"):
        read_picture(Path("a.png"))


def test_a_grid_holds_all_pictures(tmp_path):
    pictures = [np.full((2, 2), level, np.uint8) for level in (0, 100, 200)]
    write_grid(tmp_path / "a.png", pictures, least=4)
    pixels = np.asarray(Image.open(tmp_path / "a.png"))
    assert pixels.shape == (9, 9)  # 2 by 2 pictures of 4 points, and a point between
    assert pixels[0, 0] == 0 and pixels[0, 5] == 100 and pixels[5, 0] == 200 and pixels[5, 5] == 255


def test_the_whole_picture_stands_in_a_square_of_its_border_s_colour(tmp_path):
    picture = np.full((20, 40, 3), 200, np.uint8)
    picture[8:12, 18:22] = (255, 0, 0)
    path = saved(Image.fromarray(picture), tmp_path / "a.png")
    square = read_whole(path, 20)
    assert square.shape == (20, 20, 3)
    red = (square[..., 1] < 100).nonzero()
    assert [set(red[0]), set(red[1])] == [{9, 10}, {9, 10}]
    assert (square[:5] == 200).all() and (square[15:] == 200).all()
    assert read_whole(saved(Image.new("RGB", (9, 1)), tmp_path / "b.png"), 5).shape == (5, 5, 3)


def test_a_small_picture_is_written_large(tmp_path):
    write_picture(tmp_path / "a.png", HALVES, least=64)
    assert Image.open(tmp_path / "a.png").size == (64, 32)
