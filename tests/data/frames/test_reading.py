import re

import numpy as np
import pytest

from keras_seq.data.frames import video
from keras_seq.data.frames.options import Recordings
from keras_seq.data.frames.reading import read_recordings, read_untagged
from keras_seq.data.frames.recordings import arranged, describe, split_by_group, windows
from keras_seq.data.frames.tables import read_features
from keras_seq.data.frozen_encoder import EncoderMark
from keras_seq.errors import InputError

SMALL = {"fps": 5, "frame_size": 8, "colour": False}


def read(path, **options):
    return read_recordings(str(path), Recordings(**SMALL, **options))


def split(found, **options):
    usual = {"data": "x", "validation_fraction": 0.2, "test_fraction": 0.2, "seed": 0}
    return split_by_group(found, Recordings(**{**usual, **options}))


def write_table(path, rows=6, more=""):
    lines = [f"{n},{n * 2},{'up' if n % 2 else 'down'}{more}" for n in range(rows)]
    path.write_text("\n".join(["x,y,label" + (",who" if more else ""), *lines]) + "\n")


@pytest.fixture
def clips(tmp_path):
    for name, fps in (("a.mp4", 10), ("b.mp4", 20), ("c.avi", 10)):
        video.write_video(tmp_path / name, [np.zeros((16, 32, 3), np.uint8)] * 20, fps)
    (tmp_path / "labels.csv").write_text(
        "video,start,end,label,who\na.mp4,0,1,walk,ann\na.mp4,1,2,run,ann\nb.mp4,0,0.5,run,ann\n"
        "c.avi,0,2,walk,bob\n"
    )
    return tmp_path


def test_videos_of_unequal_rates_with_their_segments(clips):
    pytest.importorskip("av")
    found = {one.name: one for one in read(clips, group_column="who")}
    assert found["a.mp4"].steps.shape == (10, 8, 8, 1)
    assert found["a.mp4"].tags == ["walk"] * 5 + ["run"] * 5
    assert found["b.mp4"].tags == ["run"] * 3 + ["background"] * 2
    assert [found[name].group for name in ("a.mp4", "b.mp4", "c.avi")] == ["ann", "ann", "bob"]


def test_a_folder_of_tables_is_a_recording_each(tmp_path):
    for name in ("one.csv", "two.csv", "three.csv"):
        write_table(tmp_path / name)
    found = read(tmp_path)
    assert [one.name for one in found] == ["one", "three", "two"]
    assert found[0].steps.tolist() == [[n, 2 * n] for n in range(6)]
    assert found[0].tags[:2] == ["down", "up"] and found[0].group == "one"


def test_one_table_of_several_recordings(tmp_path):
    lines = [f"{clip},{n},{'up' if n % 2 else 'down'},p{clip}" for clip in "abc" for n in range(4)]
    (tmp_path / "all.csv").write_text("\n".join(["clip,x,label,who", *lines]))
    found = read(tmp_path / "all.csv", sequence_column="clip", group_column="who")
    assert [(one.name, one.group, len(one.tags)) for one in found] == [
        ("a", "pa", 4), ("b", "pb", 4), ("c", "pc", 4),
    ]  # fmt: skip


def test_arrays_with_folds(tmp_path):
    arrays = {f"scores/{name}": np.ones((5, 3), np.float32) for name in "pqr"}
    arrays |= {f"labels/{name}": np.array([0, 0, 1, 1, 2]) for name in "pqr"}
    np.savez(tmp_path / "a.npz", **arrays, video_ids=np.array(list("pqr")),
             video_split=np.array([1, 2, 2]))  # fmt: skip
    found = read(tmp_path / "a.npz")
    assert [(one.name, one.fold) for one in found] == [("p", "1"), ("q", "2"), ("r", "2")]
    assert found[0].tags == ["0", "0", "1", "1", "2"]
    made = split(found, test_groups=["1"])
    assert [one.name for one in made.test] == ["p"]


def test_the_layout_of_mstcn(tmp_path):
    for folder in ("features", "groundTruth", "splits"):
        (tmp_path / folder).mkdir()
    for name in ("v1", "v2", "v3", "v4"):
        np.save(tmp_path / "features" / f"{name}.npy", np.ones((7, 4)))  # features first
        (tmp_path / "groundTruth" / f"{name}.txt").write_text("cut\ncut\nmix\nmix\n")
    (tmp_path / "splits" / "train.split1.bundle").write_text("v1.txt\nv2.txt\nv3.txt\n")
    (tmp_path / "splits" / "test.split1.bundle").write_text("v4.txt\n")
    found = read(tmp_path)
    assert found[0].steps.shape == (4, 7) and found[0].tags == ["cut", "cut", "mix", "mix"]
    made = split(found)
    assert [one.name for one in made.test] == ["v4"] and len(made.train) == 2
    (tmp_path / "groundTruth" / "v9.txt").write_text("cut\n")
    with pytest.raises(InputError, match=r"v9.txt: has no counterpart in features/"):
        read(tmp_path)


def test_no_group_stands_on_two_sides(tmp_path):
    lines = [f"{clip},{n},{n % 2},{clip % 4}" for clip in range(12) for n in range(4)]
    (tmp_path / "all.csv").write_text("\n".join(["clip,x,label,who", *lines]))
    found = read(tmp_path / "all.csv", sequence_column="clip", group_column="who")
    for seed in range(5):
        made = split(found, seed=seed)
        sides = [{one.group for one in part} for part in (made.train, made.validation, made.test)]
        assert all(sides) and sum(map(len, sides)) == 4
        assert made == split(found, seed=seed)
    torn = [found[0]._replace(part="train"), *(one._replace(part="test") for one in found[1:])]
    with pytest.raises(InputError, match="the group 0 stands in two parts"):
        split(torn)


def test_splits_that_can_t_be_are_refused(tmp_path):
    for name in ("a.csv", "b.csv", "c.csv"):
        write_table(tmp_path / name)
    found = read(tmp_path)
    with pytest.raises(InputError, match="there is no group z; there are a, b, c"):
        split(found, test_groups=["z"])
    with pytest.raises(InputError, match="2 recordings or groups; at least 3"):
        split(found[:2])
    odd = [*found[:2], found[2]._replace(tags=["odd"] * 6)]
    with pytest.raises(InputError, match=r"c.csv: step 1 is tagged 'odd', which the training"):
        split(odd, test_groups=["c"])
    same = [one._replace(tags=["up"] * 6) for one in found]
    with pytest.raises(InputError, match="all training steps are tagged alike"):
        split(same)


def test_describe_counts_steps(tmp_path):
    for name in ("a.csv", "b.csv", "c.csv"):
        write_table(tmp_path / name)
    lines = describe(Recordings(), split(read(tmp_path)))
    assert "1 recordings,        6 steps (down 3, up 3)" in next(lines)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "x,label\n1,up\ntwo,up\n", "a.csv, line 3: 'two' in column x is no number"),
        ("a.csv", "x,label\n1,up\nnan,up\n", "a.csv, line 3: 'nan' in column x is no number"),
        ("a.csv", "x,label\n1,up\n2,\n", "a.csv, line 3: the label is empty"),
        ("a.csv", "x,tag\n1,up\n", "no column 'label'"),
        ("a.npz", "text", "a.npz: can't be read as .npz"),
    ],
)
def test_damaged_features_are_named(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=re.escape(message)):
        read(tmp_path / name)


def test_damaged_arrays_are_named(tmp_path):
    path = tmp_path / "a.npz"
    for arrays, message in (
        ({"x": np.zeros(3)}, "there is no array features/NAME"),
        ({"features/a": np.zeros((3, 2))}, "features/a must have shape"),
        ({"features/a": np.zeros((3, 2)), "labels/a": np.zeros(2)}, "features/a must have shape"),
        ({"features/a": np.full((3, 2), np.nan), "labels/a": np.zeros(3)}, "must hold finite"),
    ):
        np.savez(path, **arrays)
        with pytest.raises(InputError, match=message):
            read(path)
    np.savez(path, **{"features/a": np.array([[object()]]), "labels/a": np.zeros(1)})
    with pytest.raises(InputError, match="can't be read as"):
        read(path)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ("video,start,end,label\nz.mp4,0,1,a\n", "line 2: there is no video z.mp4"),
        ("video,start,end,label\na.mp4,0,1,a\n", "b.mp4: no line of labels.csv names it"),
        ("video,start,end,label\na.mp4,x,1,a\n", "line 2: start and end must be seconds"),
        ("video,start,end,label\na.mp4,0,1,\n", "line 2: the label is empty"),
        ("video,begin,end,label\na.mp4,0,1,a\n", "no column 'start'"),
        ("video,start,end,label\na.mp4,0,1,a\na.mp4,0.5,1,b\nb.mp4,0,1,a\nc.avi,0,1,a\n",
         "line 3: overlaps"),
        ("video,start,end,label\na.mp4,0,99,a\nb.mp4,0,1,a\nc.avi,0,1,a\n", "line 2: ends at 99"),
    ],
)  # fmt: skip
def test_labels_that_don_t_fit_the_videos_are_refused(clips, labels, message):
    pytest.importorskip("av")
    (clips / "labels.csv").write_text(labels)
    with pytest.raises(InputError, match=re.escape(message)):
        read(clips)


def test_nothing_that_can_be_read(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        read(tmp_path / "absent")
    with pytest.raises(InputError, match=r"neither videos with a labels.csv, nor tables"):
        read(tmp_path)


def test_features_to_be_tagged(tmp_path):
    write_table(tmp_path / "a.csv")
    (found,) = read_features(str(tmp_path / "a.csv"), Recordings())
    assert found.steps.shape == (6, 2) and found.columns == ("x", "y")
    np.save(tmp_path / "a.npy", found.steps)
    (array,) = read_features(str(tmp_path / "a.npy"), Recordings(), ["x", "y"])
    assert array.steps.tolist() == found.steps.tolist()


def test_a_pattern_chooses_the_tables_of_a_folder(tmp_path):
    for name in ("a_raw.csv", "a_small.csv", "b_small.csv"):
        write_table(tmp_path / name)
    assert [one.name for one in read(tmp_path, files="*_small*")] == ["a_small", "b_small"]
    with pytest.raises(InputError, match=r"nor tables of features called \*_big"):
        read(tmp_path, files="*_big")


def test_windows_hold_every_step_once(tmp_path):
    for name in ("a.csv", "b.csv"):
        write_table(tmp_path / name, rows=7)
    whole = read(tmp_path)
    assert all(a is b for a, b in zip(windows(whole, None), whole, strict=True))
    pieces = windows(whole, 3)
    assert [len(one.tags) for one in pieces] == [3, 3, 1, 3, 3, 1]
    np.testing.assert_array_equal(np.concatenate([one.steps for one in pieces[:3]]), whole[0].steps)
    assert [tag for one in pieces[3:] for tag in one.tags] == whole[1].tags


def test_a_cut_off_archive_is_named(tmp_path):
    np.savez(tmp_path / "a.npz", **{"features/p": np.zeros((90, 9)), "labels/p": np.zeros(90)})
    content = (tmp_path / "a.npz").read_bytes()
    (tmp_path / "a.npz").write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match=r"a\.npz: can't be read as \.npz"):
        read(tmp_path / "a.npz")


def test_videos_with_a_tag_for_each_frame(tmp_path):
    for name, fps in (("a.mp4", 10), ("b.mp4", 20)):
        video.write_video(tmp_path / name, [np.zeros((16, 32, 3), np.uint8)] * 20, fps)
        (tmp_path / name).with_suffix(".txt").write_text("walk\n" * 12 + "run\n" * 8)
    one, other = read(tmp_path)  # 5 frames a second, of 2 seconds and of 1
    assert one.tags == ["walk"] * 6 + ["run"] * 4
    assert other.tags == ["walk"] * 3 + ["run"] * 2
    (tmp_path / "b.txt").write_text("walk\n" * 19)
    with pytest.raises(InputError, match=r"b\.txt: 19 tags, but .*b\.mp4 has 20 frames"):
        read(tmp_path)
    (tmp_path / "b.txt").write_text("walk\n" * 5 + "\n" + "walk\n" * 14)
    with pytest.raises(InputError, match=r"b\.txt, line 6: the tag is empty"):
        read(tmp_path)
    (tmp_path / "b.txt").unlink()
    with pytest.raises(InputError, match=r"b\.mp4: no tags: neither a labels\.csv nor b\.txt"):
        read(tmp_path)


def test_features_are_known_by_their_names(tmp_path):
    (tmp_path / "a.csv").write_text("x,y,label\n1,2,up\n3,4,down\n")
    (tmp_path / "b.csv").write_text("label,y,x\nup,2,1\ndown,4,3\n")
    (tmp_path / "c.jsonl").write_text('{"y": 2, "label": "up", "x": 1}\n')
    first, *others = read(tmp_path)
    assert first.columns == ("x", "y") and first.steps.tolist() == [[1, 2], [3, 4]]
    assert [one.steps.tolist() for one in others] == [[[1, 2], [3, 4]], [[1, 2]]]
    (swapped,) = read(tmp_path / "b.csv")
    assert swapped.columns == ("y", "x")
    assert arranged(swapped, ("x", "y")).steps.tolist() == first.steps.tolist()
    message = r"c\.jsonl: no column y and an unknown column z; the features of training are x, y"
    (tmp_path / "c.jsonl").write_text('{"z": 2, "label": "up", "x": 1}\n')
    with pytest.raises(InputError, match=message):
        read(tmp_path)
    with pytest.raises(InputError, match=message):
        read_features(str(tmp_path / "c.jsonl"), Recordings(), ("x", "y"))


def test_describe_lists_the_features(tmp_path):
    for name in ("a.csv", "b.csv", "c.csv"):
        write_table(tmp_path / name)
    *_, last = describe(Recordings(), split(read(tmp_path)))
    assert last == "features       2 columns: x, y"


def test_what_was_trained_on_can_be_tagged(tmp_path):
    arrays = {f"features/{name}": np.full((4, 2), n, np.float32) for n, name in enumerate("pq")}
    path = tmp_path / "a.npz"
    np.savez(path, **arrays, **{f"labels/{name}": np.zeros(4) for name in "pq"})

    def untagged(path, **options):
        return read_untagged(str(path), Recordings(**options), EncoderMark(""), features=True,
                             columns=(), fps=2.0)  # fmt: skip

    found = untagged(path)
    assert [one.name for one in found] == [f"{path}, features/p", f"{path}, features/q"]
    assert found[1].steps.tolist() == [[1, 1]] * 4 and found[1].times.tolist() == [0, 0.5, 1, 1.5]
    lines = [f"{clip},{n},up" for clip in "ab" for n in range(3)]
    (tmp_path / "all.csv").write_text("\n".join(["clip,x,label", *lines]))
    found = untagged(tmp_path / "all.csv", sequence_column="clip")
    assert [one.steps.tolist() for one in found] == [[[0], [1], [2]]] * 2


def test_columns_are_named_in_vain_where_there_are_none(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, **{"features/p": np.zeros((3, 2)), "labels/p": np.zeros(3)})
    with pytest.raises(InputError, match=r"--group-column is for tables and labels.csv"):
        read(path, group_column="who")


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("1.5,0.5,up\n2,3,down\n", {"label_column": "up"}, "values stand where the names of"),
        ("x,label\n1,up\n", {"skip_columns": ("x",)}, "no column is left for features"),
        ("x,label\n1e39,up\n", {}, "'1e39' in column x is no number"),
    ],
)
def test_tables_without_names_or_features_are_refused(tmp_path, content, options, message):
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(InputError, match=message):
        read(tmp_path / "a.csv", **options)


def test_odd_arrays_lines_and_patterns_are_one_line(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"x": 1, "label": "up"}\n{"x": 2}\n')
    with pytest.raises(InputError, match="no column 'label'"):
        read(tmp_path / "a.jsonl")
    path = tmp_path / "a.npz"
    for arrays in (
        {"features/p": np.float32(1), "labels/p": np.zeros(1)},
        {"features/p": np.zeros((1, 2)), "labels/p": np.float32(1)},
        {"features/p": np.zeros((1, 2)), "labels/p": np.zeros(1), "video_ids": np.float32(1),
         "video_split": np.float32(1)},
        {"features/p": np.full((1, 2), 1j), "labels/p": np.zeros(1)},
    ):  # fmt: skip
        np.savez(path, **arrays)
        with pytest.raises(InputError, match=r"a\.npz.* must "):
            read(path)
    with path.open("wb") as stream:
        np.save(stream, np.zeros(3))
    with pytest.raises(InputError, match="it holds a single array"):
        read(path)
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000, 3)}"
    header += b" " * (117 - len(header)) + b"\n"
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00" + bytes([118, 0]) + header)
    with pytest.raises(InputError, match="can't be read as"):
        read_features(str(tmp_path / "a.npy"), Recordings())
    path.unlink()
    for pattern in ("/etc/*", "**x**/*"):
        with pytest.raises(InputError, match=r"--files: must be a pattern|neither videos"):
            read(tmp_path, files=pattern)


def test_groups_that_are_not_shown_are_counted(tmp_path):
    for number in range(23):
        write_table(tmp_path / f"r{number:02}.csv")
    with pytest.raises(InputError, match=r"there is no group S1; there are r00, .* and 3 more"):
        split(read(tmp_path), test_groups=["S1"])
