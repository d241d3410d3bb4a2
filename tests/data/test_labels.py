import numpy as np
import pytest

from keras_seq.data.labels import Labels
from keras_seq.errors import InputError


def test_names_and_numbers_there_and_back():
    labels = Labels.fit(["pos", "neg", "pos"])
    assert labels.names == ("neg", "pos")
    numbers = labels.encode(["pos", "neg"])
    assert numbers.dtype == np.int32 and numbers.tolist() == [1, 0]
    assert labels.decode(numbers) == ["pos", "neg"]


def test_an_unknown_label_names_the_known_ones():
    with pytest.raises(InputError, match="label 'maybe' is unknown; training saw neg, pos"):
        Labels(("neg", "pos")).encode(["neg", "maybe"])
    many = Labels.fit(str(number) for number in range(30))
    assert str(many).startswith("0, 1, 2") and str(many).endswith("... (30 in all)")


def test_save_and_load(tmp_path):
    path = tmp_path / "labels.json"
    Labels(("nein", "já", "はい")).save(path)
    assert Labels.load(path) == Labels(("nein", "já", "はい"))
    for damaged in ("[1, 2]", "{}", "[", "", '{"a": -1}', '{"a": "b"}'):
        path.write_text(damaged)
        with pytest.raises(InputError, match=r"labels.json: damaged"):
            Labels.load(path)


def test_the_share_of_each_label_is_kept(tmp_path):
    Labels.fit(["a", "b", "a", "a"]).save(tmp_path / "labels.json")
    loaded = Labels.load(tmp_path / "labels.json")
    assert loaded.names == ("a", "b") and loaded.shares.tolist() == [0.75, 0.25]
    assert Labels(("a", "b")).shares is None
