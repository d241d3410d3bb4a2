import pytest

from keras_seq.errors import InputError
from keras_seq.scaffold import copy_app


def test_the_copy_is_renamed_throughout(tmp_path):
    copy_app("imdb_sentiment", tmp_path / "my_app")
    texts = {path.name: path.read_text() for path in (tmp_path / "my_app").glob("*.[pm][yd]")}
    assert {"app.py", "sample.py", "README.md", "test_app.py", "__init__.py"} <= set(texts)
    assert not any("imdb_sentiment" in text for text in texts.values())
    assert "keras-seq run ./my_app" in texts["README.md"]
    assert [one.name for one in tmp_path.iterdir()] == ["my_app"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("taken", "exists already"), ("my-app", "use letters"), ("2nd", "use letters")],
)
def test_a_bad_name_is_refused(tmp_path, name, message):
    (tmp_path / "taken").mkdir()
    with pytest.raises(InputError, match=message):
        copy_app("imdb_sentiment", tmp_path / name)
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]
