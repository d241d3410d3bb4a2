import importlib.util
import subprocess
from pathlib import Path

spec = importlib.util.spec_from_file_location("kills", Path(__file__).parent / "kills.py")
kills = importlib.util.module_from_spec(spec)
spec.loader.exec_module(kills)


def test_some_kills_change_nothing(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    subprocess.run(kills.command(whole), check=True, capture_output=True)
    assert kills.killed_and_resumed(broken, kills=3, seed=1, longest=9)
    assert kills.equal(whole, broken)
