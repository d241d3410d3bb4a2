import ast
import sys
from pathlib import Path

import pytest

from keras_seq import app as apps
from keras_seq.errors import InputError

PACKAGE = Path(apps.__file__).parent


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


# The floors of the house: who may import whom, lowest first.
FLOORS = [
    {"errors", "files", "version", "constants"},
    {"config", "progress", "backend"},
    {"layers", "data", "evaluation", "losses"},
    {"models", "decoding", "training"},
    {"app"},
    {"bundle", "report", "scaffold"},
    {"runner"},
    {"variants", "backtest"},
    {"cli"},
    {"__init__", "__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
NEIGHBOURS_NOT_ALLOWED = {("data", "evaluation"), ("evaluation", "data"), ("decoding", "models")}


def imports(path):
    """The rooms of keras_seq that a file imports when it runs, type checking apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "keras_seq":
                yield from (alias.name for alias in node.names)
            elif node.module.startswith("keras_seq."):
                yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("keras_seq."):
                    yield alias.name.split(".")[1]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.name)
def test_imports_go_down_only(path):
    relative = path.relative_to(PACKAGE)
    if relative.parts[0] == "apps":
        pytest.skip("apps import the library by its public names")
    room = relative.parts[0].removesuffix(".py")
    for target in imports(path):
        if target in FLOOR and target != room:
            assert FLOOR[target] <= FLOOR[room], f"{room} imports {target}, which is above it"
            assert (room, target) not in NEIGHBOURS_NOT_ALLOWED
            assert FLOOR[target] < FLOOR[room] or room not in ("data", "evaluation", "layers")


def test_apps_never_import_one_another():
    for path in apps.built_in_folder().rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "from apps" not in source and "keras_seq.apps" not in source
