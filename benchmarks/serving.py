"""Requests a second that `keras-seq serve` answers, against Keras asked per request.

python benchmarks/serving.py [--clients 1,64] [--seconds 10] [--minutes 0] [--run RUN]
                             [--sides ours,rival] [-- OPTIONS OF run imdb_sentiment]

A run of imdb_sentiment is trained if none is given. Each server is a process of its own; the
clients are one more, each asking again as soon as it is answered, with a review of the sample. The
rival is the same application, whose requests are answered by `model.predict` one by one.
`--minutes` keeps the first server under full load so long, and prints its memory each minute.
"""

import argparse
import asyncio
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import keras_seq

RIVAL = """
import sys
import numpy as np
from keras_seq.runs import bundle
from keras_seq.serving import server

class PlainKeras(bundle.Bundle):
    def predict(self, inputs=None, **options):
        for text in inputs:
            tokens = np.array(self.preprocessing.tokenizer.encode([text])[0])[None]
            logits = self.model.predict(tokens, verbose=0)
            yield {"text": text, "label": str(logits.argmax()), "score": 0.0}

from pathlib import Path
run = PlainKeras(Path(sys.argv[1]))
server.WARM = (1,)
from keras_seq.serving import gathering
gathering.AskingThread.__init__.__defaults__ = (0.0, 1, 256)
server.serve([run], port=0)
"""


def memory(pid: int) -> float:
    """Return the megabytes that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def client(address: str, texts: list[str], until: float, waited: list[float]) -> None:
    """Ask one text after the other over one connection."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    number = len(waited)
    while time.perf_counter() < until:
        content = json.dumps({"inputs": [texts[number % len(texts)]]}).encode()
        number += 1
        start = time.perf_counter()
        head = f"POST /predict HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(content)}\r\n\r\n"
        writer.write(head.encode() + content)
        answered = await reader.readuntil(b"\r\n\r\n")
        assert answered.startswith(b"HTTP/1.1 200"), answered
        length = answered.lower().split(b"content-length:")[1].split()[0]
        await reader.readexactly(int(length))
        waited.append(time.perf_counter() - start)
    writer.close()


def load(address: str, texts: list[str], clients: int, seconds: float) -> list[float]:
    """Return how long each request of so many clients waited."""
    waited: list[float] = []

    async def all_clients() -> None:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(client(address, texts, until, waited) for _ in range(clients)))

    asyncio.run(all_clients())
    return waited


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clients", default="1,64")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--run")
    parser.add_argument("--sides", default="ours,rival")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    counts = [int(count) for count in options.clients.split(",")]
    with tempfile.TemporaryDirectory() as room:
        path = options.run or f"{room}/run"
        if not options.run:
            words = ["run", "imdb_sentiment", *options.words, "--output-dir", path]
            subprocess.run([sys.executable, "-m", "keras_seq", *words], check=True,
                           stdout=subprocess.DEVNULL)  # fmt: skip
        run = keras_seq.load(path)
        texts = [record.text for record in run.app.sample(run.config).test[:500]]
        sides = {"keras-seq serve": ["-m", "keras_seq", "serve", path, "--port", "0"],
                 "Keras per request": ["-c", RIVAL, path]}  # fmt: skip
        rates: dict[int, list[float]] = {count: [] for count in counts}
        for name, words in list(sides.items())[: len(options.sides.split(","))]:
            with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True,
                                  stderr=subprocess.DEVNULL, env=os.environ) as server:  # fmt: skip
                address = server.stdout.readline().split()[0]
                for count in counts:
                    load(address, texts, count, min(2, options.seconds))
                    start = time.perf_counter()
                    waited = load(address, texts, count, options.seconds)
                    rate = len(waited) / (time.perf_counter() - start)
                    rates[count].append(rate)
                    print(f"{name:20} {count:3} clients: {rate:7.1f} requests/s, 99th percentile "
                          f"{1000 * np.percentile(waited, 99):6.1f} ms")  # fmt: skip
                if name == "keras-seq serve":
                    for minute in range(math.ceil(options.minutes)):
                        load(address, texts, max(counts), 60 * min(1, options.minutes - minute))
                        print(f"after minute {minute + 1:2}: {memory(server.pid):.0f} MB")
                server.terminate()
        for count, measured in rates.items():
            if len(measured) == 2:
                times = measured[0] / measured[1]
                print(f"{count:3} clients: {times:.1f} times as many requests/s")


if __name__ == "__main__":
    main()
