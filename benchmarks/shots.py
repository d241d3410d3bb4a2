"""Learn the shots of a video from their first halves, and tell them in their second halves.

python benchmarks/shots.py --clip bikes.mp4 --starts bikes_scene_starts.csv -- --epochs 40 ...

Cuts the clip into videos as a user would have them: five with pieces of the first halves of all
shots, one with all second halves, to be tested on. Then runs `keras-seq run frame_tagging` on
that folder, with the options behind `--`.
"""

import argparse
import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from keras_seq.data import tables
from keras_seq.data.frames import video

PIECES = 5


def main() -> None:
    """Read the command line, cut, train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", required=True)
    parser.add_argument("--starts", required=True, help="CSV with the column first_frame")
    parser.add_argument("options", nargs="*")
    arguments = parser.parse_args()
    images = video.read_frames(arguments.clip, height=136, width=320).steps
    starts = [int(row.values["first_frame"]) for row in tables.read_rows(arguments.starts)]
    ends = [*starts[1:], len(images)]
    shots = [f"shot {number}" for number in range(len(starts))]
    cuts: dict[str, list[tuple[str, np.ndarray]]] = {}
    for shot, start, end in zip(shots, starts, ends, strict=True):
        half = (start + end) // 2
        borders = np.linspace(start, half, PIECES + 1).astype(int)
        for piece, (first, last) in enumerate(itertools.pairwise(borders)):
            if last > first:
                cuts.setdefault(f"first_{piece}.mp4", []).append((shot, images[first:last]))
        cuts.setdefault("second.mp4", []).append((shot, images[half:end]))
    with tempfile.TemporaryDirectory() as room:
        lines = ["video,start,end,label"]
        for name, parts in cuts.items():
            video.write_video(Path(room, name), [one for _, part in parts for one in part], 25)
            place = 0
            for shot, part in parts:
                lines.append(f"{name},{place / 25},{(place + len(part)) / 25},{shot}")
                place += len(part)
        Path(room, "labels.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "keras_seq", "run", "frame_tagging", "--data", room,
             "--test-groups", "second.mp4", "--fps", "25", "--batch-size", "1",
             *arguments.options],
        )  # fmt: skip
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
