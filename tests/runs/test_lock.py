import subprocess
import sys

import pytest

from keras_seq.errors import InputError
from keras_seq.runs.lock import Lock

HOLD = """
import sys, pathlib
from keras_seq.runs.lock import Lock
with Lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_kept_out_until_the_first_one_dies(tmp_path):
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(InputError, match="another process is at work in it"), Lock(tmp_path):
            pass
        process.kill()
    with Lock(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_goes_with_its_folder(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    with Lock(one) as lock:  # nothing there yet
        one.mkdir()
        lock.take()
        one.rename(other)
        with pytest.raises(InputError, match="other: another process"), Lock(other):
            pass
        one.mkdir()
        with Lock(one):
            pass
