import importlib
import sys

import pytest

from keras_seq import backend
from keras_seq.errors import InputError


def test_what_is_hidden_can_not_be_imported_and_comes_back(tmp_path, monkeypatch):
    (tmp_path / "absent_elsewhere.py").write_text("here = True")
    monkeypatch.syspath_prepend(tmp_path)
    with backend.hidden(["absent_elsewhere", "sys"]):
        with pytest.raises(ImportError):
            importlib.import_module("absent_elsewhere")
        assert importlib.import_module("sys") is sys  # imported before
    assert importlib.import_module("absent_elsewhere").here


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("theano", "must be one of tensorflow, jax, torch"),
        ("torch", "isn't installed: pip install"),
    ],
)
def test_a_backend_that_is_not_there_is_named(name, said, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", name)
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.setattr(backend.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=f"KERAS_BACKEND={name}: .*{said}"):
        backend.start()
