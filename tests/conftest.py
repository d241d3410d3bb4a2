import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each process would compile the package anew


@pytest.fixture(scope="session")
def keras_seq_command():
    """Run `keras-seq` in a process of its own; returns the completed process."""

    def run(*words, cwd=None, input=None, timeout=300):
        return subprocess.run(
            [sys.executable, "-m", "keras_seq", *map(str, words)],
            cwd=cwd, input=input, capture_output=True, text=True, timeout=timeout,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )  # fmt: skip

    return run
