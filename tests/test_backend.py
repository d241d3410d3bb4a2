import importlib
import sys

import pytest

from keras_seq import backend


def test_what_is_hidden_can_not_be_imported_and_comes_back(tmp_path, monkeypatch):
    (tmp_path / "absent_elsewhere.py").write_text("here = True")
    monkeypatch.syspath_prepend(tmp_path)
    with backend.hidden(["absent_elsewhere", "sys"]):
        with pytest.raises(ImportError):
            importlib.import_module("absent_elsewhere")
        assert importlib.import_module("sys") is sys  # imported before
    assert importlib.import_module("absent_elsewhere").here
