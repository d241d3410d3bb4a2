import re
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from keras_seq.report import plots
from keras_seq.report.palette import PALETTE
from keras_seq.report.svg import inline_svg, save_png


@pytest.fixture(scope="module")
def figure():
    return plots.score_histogram([0.2, 0.9], [False, True])  # hatches refer to a pattern by id


def luminance(colour):
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_follow_the_page_and_text_stays_text(figure):
    source = inline_svg(figure, "one", "What it shows")
    root = ElementTree.fromstring(source)
    assert root.tag == "svg" and root.get("role") == "img"
    assert root.get("aria-label") == "What it shows"
    assert "var(--blue)" in source and "var(--orange)" in source
    assert not re.findall(r"#[0-9a-f]{6}\b", source)
    assert "examples" in [element.text for element in root.iter("text")]


def test_nothing_foreign_is_left(figure):
    root = ElementTree.fromstring(inline_svg(figure, "one", ""))
    assert not {"metadata", "style", "image", "script"} & {element.tag for element in root.iter()}
    assert not [one for one in ElementTree.tostringlist(root, "unicode") if "http" in one]


def test_ids_carry_the_name_and_the_result_repeats(figure):
    one, two = inline_svg(figure, "one", ""), inline_svg(figure, "two", "")
    ids = re.findall(r'\bid="([^"]+)"', one)
    assert ids and all(name.startswith("one-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", one)) <= set(ids)
    assert not set(ids) & set(re.findall(r'\bid="([^"]+)"', two))
    assert one == inline_svg(figure, "one", "")


def test_a_figure_of_another_style_and_an_odd_text_alternative():
    other = Figure(figsize=(4, 3))
    other.subplots().plot([1, 2], color="black")
    source = inline_svg(other, "other", '<b> "x" \x00')
    assert ElementTree.fromstring(source).get("aria-label") == '<b> "x" \ufffd'
    assert "var(--ink)" in source and 'width="384"' in source and 'height="288"' in source


def test_png_and_its_small_print(figure, tmp_path):
    save_png(figure, tmp_path / "a.png")
    save_png(figure, tmp_path / "b.png", note="synthetic data")
    save_png(figure, tmp_path / "c.png")
    plain, noted, again = (one.read_bytes() for one in sorted(tmp_path.iterdir()))
    assert plain.startswith(b"\x89PNG") and plain != noted
    assert plain == again and not figure.texts  # the note did not stay on the figure


@pytest.mark.parametrize("mode", [0, 1])
def test_text_has_contrast_on_light_and_dark(mode):
    shades = {name: luminance(pair[mode]) for name, pair in PALETTE.items()}
    for text in ("ink", "muted"):
        for ground in ("paper", "panel"):
            low, high = sorted((shades[text], shades[ground]))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)


def test_boxes_for_letters_are_said_once(tmp_path, capsys):
    figure = plots.metric_bars({"mae": 1.0}, {"\U00012000\U00012001": {"mae": 2.0}})  # cuneiform
    for name in ("a.png", "b.png"):
        save_png(figure, tmp_path / name)
    said = capsys.readouterr().err
    assert said.count("boxes for letters of a script that no font here has (cuneiform)") == 1
    assert "\U00012000" in inline_svg(figure, "a", "a")
