"""Frames per second from a video file to tags: decode, encode, tag; then again from the cache.

python benchmarks/video.py [--clip FILE] [--encoder MobileNetV3Small] [--size 224]

Without `--clip` a clip of 1280x720 is made. The encoder's weights are random and the tagger is
untrained: speed doesn't depend on them. Compiling is done before the clock starts.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from keras_seq.data.frames import video
from keras_seq.data.frames.encoder import encode_video
from keras_seq.data.frozen_encoder import backbone
from keras_seq.models import many_to_many


def made_clip(path: Path) -> Path:
    """Write 150 frames of moving stripes."""
    wave = np.arange(1280)[None, :, None] + np.arange(720)[:, None, None]
    images = (((wave + 9 * step) % 256) * np.ones(3) for step in range(150))
    video.write_video(path, (image.astype(np.uint8) for image in images), 25)
    return path


def main() -> None:
    """Read the command line, time each way, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--encoder", default="MobileNetV3Small")
    parser.add_argument("--size", type=int, default=224)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        clip = arguments.clip or made_clip(Path(room, "made.mp4"))
        encoder = backbone(arguments.encoder, "random", arguments.size)
        tagger = many_to_many(
            num_classes=8, feature_dim=encoder.model.output_shape[-1], units=64, bidirectional=True
        )
        frames = video.count_frames(clip)
        encoder.encode(np.zeros((1, *encoder.model.input_shape[1:]), np.uint8))

        def tags() -> None:
            features = encode_video(clip, encoder, fps=None, cache=Path(room))
            tagger.predict_on_batch(features.steps[None])

        tagger.predict_on_batch(np.zeros((1, frames, tagger.input_shape[-1]), np.float32))
        ways = {
            "decode alone": lambda: video.count_frames(clip),
            "decode and shrink": lambda: video.read_frames(clip, **encoder.look),
            "decode, encode, tag": tags,
            "again, from the cache": tags,
        }
        print(f"{clip.name}: {frames} frames; {arguments.encoder} at {arguments.size} pixels")
        first = 0.0
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            rate = frames / (time.perf_counter() - started)
            first = rate if name == "decode, encode, tag" else first
            beside = f"  {rate / first:,.0f} x" if first and rate != first else ""
            print(f"{name:24}{rate:12,.0f} frames/s{beside}")


if __name__ == "__main__":
    main()
