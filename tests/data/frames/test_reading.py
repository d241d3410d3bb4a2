import re

import numpy as np
import pytest

from keras_seq.data.frames import video
from keras_seq.data.frames.options import Recordings
from keras_seq.data.frames.reading import read_features, read_recordings
from keras_seq.data.frames.recordings import describe, split_by_group, windows
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
    steps, columns = read_features(str(tmp_path / "a.csv"), ["label"])
    assert steps.shape == (6, 2) and columns == ["x", "y"]
    np.save(tmp_path / "a.npy", steps)
    assert read_features(str(tmp_path / "a.npy"))[0].tolist() == steps.tolist()


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
