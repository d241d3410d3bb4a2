import numpy as np

from keras_seq.report import Report
from keras_seq.report.picture_plots import enlarged, looking


def test_where_a_model_looked_has_a_picture_for_each_word():
    picture = np.full((8, 8, 3), 200, np.uint8)
    weights = np.zeros((7, 2, 2))
    weights[:, 0, 1] = 1
    figure = looking(picture, [*"abcdef", "end"], weights)
    drawn = [axes for axes in figure.axes if axes.images]
    assert [axes.get_title("left") for axes in drawn] == ["the picture", *"abcdef", "end"]
    seen = drawn[1].images[0].get_array()
    assert seen[0, 7, 0] == 200 and seen[7, 0, 0] == 40  # what was passed over is dark
    assert "a b c d e f" in figure.get_label()


def test_weights_are_spread_over_any_picture():
    light = enlarged(np.array([[0.0, 0.1], [0.0, 0.3]]), (6, 10))
    assert light.shape == (6, 10) and light.max() == light[-1, -1] == 1


def test_pictures_stand_beside_their_texts():
    page = Report("t")
    page.pictures("Best", [(b"\x89PNG", {"said": "a <dog>", "right": "a cat\na dog"})])
    html = page.html()
    assert 'src="data:image/png;base64,iVBORw=="' in html and 'alt="a &lt;dog&gt;"' in html
    assert "a cat\na dog" in html
