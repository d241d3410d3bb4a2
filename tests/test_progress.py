import os
import pty
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

SCRIPT = """
import time
from keras_seq import progress
progress.QUIET = 0.05
slow = lambda: (time.sleep(0.15) or one for one in range(4))
assert list(progress.track(slow(), "counted", 4)) == [0, 1, 2, 3]
assert list(progress.track(slow(), "uncounted")) == [0, 1, 2, 3]
print("done")
"""


def run(**streams):
    checkout = Path(__file__).resolve().parents[1]
    return subprocess.run([sys.executable, "-c", SCRIPT], cwd=checkout, check=True, **streams)


def test_without_a_terminal_there_are_no_bars():
    done = run(capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_on_a_terminal_a_bar_comes_and_goes():
    ours, theirs = pty.openpty()
    done = run(stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stdout == "done\n"
    assert "counted" in shown and "50%" in shown and "uncounted" in shown
    assert shown.endswith("\r\x1b[K")


def test_in_a_notebook_words_do_not_stand_on_red(monkeypatch, capsys):
    from keras_seq import progress

    progress.say("here")
    shell = SimpleNamespace(kernel="one")
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    progress.say("there")
    assert tuple(capsys.readouterr()) == ("there\n", "here\n")
