import json

import pytest

from keras_seq.data.pictures import caption_files
from keras_seq.errors import InputError


def said(path, **columns):
    found = caption_files.read(path, columns.get("picture", "image"), "caption")
    return [(one.picture, one.caption) for one in found]


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


EXPECTED = [("a.jpg", "A dog , running ."), ("a.jpg", "A dog."), ("b.jpg", "Two cats.")]


def test_each_format_says_the_same(tmp_path):
    rows = [f'{name},"{caption}"' for name, caption in EXPECTED]
    table = "\n".join(["image,caption", *rows]) + "\n"
    coco = {
        "images": [{"id": 7, "file_name": "a.jpg"}, {"id": 8, "file_name": "b.jpg"}],
        "annotations": [{"image_id": 7 + (name == "b.jpg"), "caption": f"{caption} \n"}
                        for name, caption in EXPECTED],
    }  # fmt: skip
    several = [{"file_name": "a.jpg", "captions": [EXPECTED[0][1], EXPECTED[1][1]]},
               {"file_name": "b.jpg", "captions": "Two cats."}]  # fmt: skip
    single = [{"file_name": name, "text": caption} for name, caption in EXPECTED]
    for name, text in {
        "captions.csv": table, "captions.txt": table, "captions_val2014.json": json.dumps(coco),
        "Flickr8k.token.txt": "".join(f"{name}#{number}\t{caption}\n"
                                      for number, (name, caption) in enumerate(EXPECTED)),
        "captions.jsonl": "\n".join(map(json.dumps, several)),
        "metadata.jsonl": "\n".join(map(json.dumps, single)),
    }.items():  # fmt: skip
        assert said(written(tmp_path / name, text)) == EXPECTED, name


def test_captions_are_found_by_their_names(tmp_path):
    for name in ("notes.txt", "captions.csv", "1.jpg", "train.jsonl"):
        written(tmp_path / name, "x")
    assert [one.name for one in caption_files.find(tmp_path)] == ["captions.csv", "train.jsonl"]
    (tmp_path / "only").mkdir()
    written(tmp_path / "only" / "mine.tsv", "x")
    assert [one.name for one in caption_files.find(tmp_path / "only")] == ["mine.tsv"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "picture,caption\n1.jpg,x\n", "no column 'image'.*--image-column"),
        ("a.csv", "image,words\n1.jpg,x\n", "no column 'caption'.*--caption-column"),
        ("a.csv", "image,caption\n1.jpg, \n", "a.csv, line 2: the caption is empty"),
        ("a.csv", "image,caption\n,x\n", "a.csv, line 2: no picture is named"),
        ("a.txt", "hello\n", "line 1: must be name.jpg#0, a tab and a caption"),
        ("a.txt", "1.jpg#0\tx\n2.jpg x\n", "line 2: must be name.jpg#0"),
        ("a.json", "[1", "not valid JSON"),
        ("a.json", "[]", "an object with images and annotations"),
        ("a.json", '{"images": [{"id": 1}], "annotations": []}', "image 1: must be an object"),
        ("a.json", '{"images": [], "annotations": [{"image_id": 1, "caption": "x"}]}',
         "annotation 1: no image has the id 1"),
    ],
)  # fmt: skip
def test_errors_name_the_line(tmp_path, name, text, message):
    with pytest.raises(InputError, match=message):
        said(written(tmp_path / name, text))
