"""The data of the cases of `cases.py` that need no file of anybody's."""

import numpy as np
import pandas as pd


def make(room):
    """The data of the cases of their own."""
    draw = np.random.default_rng(0)

    def table(name, **columns):
        pd.DataFrame(columns).to_csv(room / name, index=False)

    def times(count, step="D"):
        return pd.date_range("2024-01-01", periods=count, freq=step)

    def text(name, content):
        (room / name).parent.mkdir(exist_ok=True)
        (room / name).write_text(content, encoding="utf-8")

    table("days.csv", date=times(90), y=draw.random(90))
    table("weeks.csv", date=times(30, "7D"), y=draw.random(30))
    table("fifteenth.csv", date=times(60, "MS") + pd.Timedelta(days=14), y=draw.random(60))
    table(
        "jitter.csv",
        date=times(60) + pd.to_timedelta(draw.integers(0, 90, 60), "s"),
        y=draw.random(60),
    )
    table("seconds.csv", t=1_700_000_400 + 3600 * np.arange(60), y=draw.random(60))
    table("sold.csv", date=times(200)[np.sort(draw.permutation(200)[:60])], y=draw.random(60))
    hours = times(72, "h")
    table(
        "two.csv", day=hours.strftime("%Y-%m-%d"), hour=hours.strftime("%H:%M"), y=draw.random(72)
    )
    shops = [(s, i, day, draw.random()) for s in "ab" for i in "xy" for day in times(60)]
    pd.DataFrame(shops, columns=["shop", "item", "date", "y"]).to_csv(
        room / "shops.csv", index=False
    )
    few = [("a", day, draw.random()) for day in times(60)] + [("b", day, 1.0) for day in times(5)]
    pd.DataFrame(few, columns=["shop", "date", "y"]).to_csv(room / "short.csv", index=False)
    text(
        "german.csv",
        "date;y\n" + "".join(f"{day:%d.%m.%Y};{n},5\n" for n, day in enumerate(times(60))),
    )
    table("wide.csv", date=times(60), **{f"c{n}": draw.random(60) for n in range(900)})
    rows = [",".join(["V1", *(f"V{n + 2}" for n in range(60))])]
    rows += [",".join([f"H{n}", *(f"{v:.3f}" for v in draw.random(60))]) for n in range(3)]
    text("m4.csv", "\n".join(rows) + "\n")
    text("rates.csv", "".join(f"{a:.4f},{b:.4f}\n" for a, b in draw.random((60, 2))))

    digits = "一二三四五六七八九十"
    text(
        "chinese.tsv",
        "".join(
            f"number {n} and {m}\t这是{digits[n]}和{digits[m]}。\n"
            for n in range(10)
            for m in range(10)
        ),
    )
    rows = "".join(
        f"a {w} film q<r, {n}, not s> t schöner,{s}\n"
        for n in range(30)
        for w, s in (("good", 5), ("bad", 1))
    )
    text(
        "stars.csv",
        "text,label\n" + rows.replace(" q<r, ", " q<r not s> t ").replace(", not", " not"),
    )
    text("long.txt", "a good film " * 20_000 + "\n" + "a bad film\n" * 40)
    text(
        "hundred.csv",
        "text,label\n" + "".join(f"text {n} {k},l{n}\n" for n in range(100) for k in range(3)),
    )
    for part, count in (("train", 20), ("val", 4), ("test", 6)):
        for n in range(count):
            text_path = f"folders_{part}_{n}"
            for label in ("pos", "neg"):
                folder = room / "folders" / part / label
                folder.mkdir(parents=True, exist_ok=True)
                name = ("a.TXT", "b.text", "c.txt")[n % 3]
                (folder / f"{n}{name}").write_text(f"{label} {n} {text_path}")
    for n in (1, 2, 10):
        text(f"chapters/chapter{n}.txt", f"chapter {n} " * 100)
    text("book.txt", "the cat sat on the mat and so on\n" * 60 + "rare words here\n")
    rows = "".join(
        f"{clip},{n},{n / 9},{draw.normal():.3f},{'ab'[n // 15]}\n"
        for clip in "uvwxyz"
        for n in range(30)
    )
    text("frames.csv", "clip,frame_no,time,x,label\n" + rows)
    for n in range(9):
        text(f"tunes/t{n}.abc", "X:1\nT:tune\nK:C\nCDEF GABc|\n" * 9)
    (room / "mac.csv").write_bytes(b"text,label\r" + b"a good film,1\ra bad film,0\r" * 40)
    text("polarity/rt-polarity.pos", "a good film\n" * 40)
    text("polarity/rt-polarity.neg", "a bad film\n" * 40)
    text("other.csv", "body,stars\na good film,5\n")
    arrays = {f"features/v{n}": draw.normal(size=(20, 2)) for n in range(6)}
    np.savez(
        room / "frames.npz", **arrays, **{f"labels/v{n}": np.arange(20) // 10 for n in range(6)}
    )
