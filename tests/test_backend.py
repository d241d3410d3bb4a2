import importlib
import os
import platform
import subprocess
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


HELD = """
from keras_seq import backend
kept = backend.keep_freed_memory()
piece = b"a" * 2**24
del piece
print(kept, int(open("/proc/self/statm").read().split()[1]) * 4096 // 2**20)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it asks Linux what is held")
@pytest.mark.parametrize("variables", [{}, {"MALLOC_TOP_PAD_": "131072"}])
def test_freed_memory_is_kept_unless_the_environment_has_a_word_on_it(variables):
    """16 MiB are taken and freed: they are still held, or not."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("MALLOC_", "GLIBC_TUNABLES"))}  # fmt: skip
    words = subprocess.check_output(
        [sys.executable, "-c", HELD], text=True, env={**environment, **variables}
    ).split()
    kept, held = words[0] == "True", int(words[1])
    if variables or platform.libc_ver()[0] != "glibc":
        assert not kept
    else:
        assert kept
    plain = int(subprocess.check_output(
        [sys.executable, "-c", HELD.replace("2**24", "1")], text=True, env=environment
    ).split()[1])  # fmt: skip
    assert (held - plain >= 15) == kept
