import sys
from pathlib import Path

import pytest

from keras_seq import app as apps
from keras_seq.errors import InputError


def test_built_in_apps_are_found_by_name():
    assert "imdb_sentiment" in apps.names()
    assert apps.find("imdb-sentiment") == apps.built_in_folder() / "imdb_sentiment"
    assert apps.reference("imdb-sentiment") == "imdb_sentiment"
    for name in apps.names():
        assert apps.title(name)


def test_an_unknown_app_names_the_nearest(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no app is called imdb; did you mean imdb_sentiment"):
        apps.find("imdb")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zzz").mkdir()
    with pytest.raises(InputError, match=r"for the folder zzz write \./zzz"):
        apps.find("zzz")
    with pytest.raises(InputError, match=r"\./zzz: not an app: there is no app.py in it"):
        apps.find("./zzz")


def test_every_built_in_app_is_whole():
    for name in apps.names():
        apps.load(name)


def test_a_copy_never_runs_the_originals_code(tmp_path):
    from keras_seq.scaffold import copy_app

    copy_app("imdb_sentiment", tmp_path / "mine")
    copy = apps.load(f"{tmp_path}/mine")
    assert copy is not apps.load("imdb_sentiment")
    assert Path(sys.modules[copy.__name__].__file__) == tmp_path / "mine" / "app.py"
    assert apps.reference(f"{tmp_path}/mine") == str(tmp_path / "mine")


def test_an_app_that_lacks_a_name_is_refused(tmp_path):
    folder = tmp_path / "half"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "app.py").write_text('"""Half an app."""\nMETRIC = "accuracy"\n')
    with pytest.raises(InputError, match=r"half/app.py: not a whole app: it lacks .*build"):
        apps.load(f"{tmp_path}/half")
