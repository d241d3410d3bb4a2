"""Each notebook runs from top to bottom, and is kept without its output."""

from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture
def shell(monkeypatch):
    """IPython in this process: a kernel of its own would load TensorFlow anew for each notebook."""
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setenv("MPLBACKEND", "agg")
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.enable_gui = lambda gui=None: (
        None
    )  # %matplotlib asks for it; pictures need no window here
    yield shell
    InteractiveShell.clear_instance()


@pytest.mark.usefixtures("one_batch")  # of runs of an app; what a notebook fits by itself learns
@pytest.mark.filterwarnings("default")  # a notebook may show them, as a kernel does
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_runs_and_is_kept_clean(path, shell, monkeypatch):
    monkeypatch.chdir(path.parent)
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells, start=1):
        assert not cell.get("outputs") and cell.get("execution_count") is None
        if cell.cell_type == "code":
            result = shell.run_cell(cell.source)
            assert result.success, f"cell {number}: {result.error_before_exec}"


def test_there_are_some():
    assert NOTEBOOKS
