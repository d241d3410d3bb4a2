import pytest

from keras_seq.data import tfds as own
from keras_seq.data.text.labelled import LabelledTexts, load
from keras_seq.errors import InputError


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A data set as tfds keeps it on disk: what `tfds:reviews` would have downloaded."""
    import tensorflow as tf
    import tensorflow_datasets as tfds

    def examples(part, count):
        for number in range(count):
            yield {"body": f"{part} é {number}", "stars": number % 2}

    folder = tmp_path_factory.mktemp("tfds")
    signature = {
        "body": tf.TensorSpec((), tf.string),
        "stars": tf.TensorSpec((), tf.int64),
    }
    tfds.dataset_builders.store_as_tfds_dataset(
        name="reviews", version="1.0.0", data_dir=folder, disable_shuffling=True,
        features=tfds.features.FeaturesDict(
            {"body": tfds.features.Text(), "stars": tfds.features.ClassLabel(names=["bad", "good"])}
        ),
        split_datasets={
            part: tf.data.Dataset.from_generator(
                lambda part=part, count=count: examples(part, count), output_signature=signature
            )
            for part, count in (("train", 20), ("test", 6))
        },
    )  # fmt: skip
    return str(folder)


def test_a_stored_data_set_is_read_with_the_names_of_its_classes(stored):
    parts = own.read("tfds:reviews", ("body", "stars"), stored)
    assert {part: len(rows) for part, rows in parts.items()} == {"train": 20, "test": 6}
    assert parts["test"][1] == (("test é 1", "good"), "tfds:reviews, test example 2")


def test_it_loads_as_labelled_texts(stored):
    made = load(
        LabelledTexts(
            data="tfds:reviews", text_column="body", label_column="stars", data_dir=stored
        )
    )
    assert made.sizes() == {"train": 18, "validation": 2, "test": 6}
    assert {record.label for record in made.train} == {"bad", "good"}


def test_wrong_columns_name_those_that_are_there(stored):
    with pytest.raises(InputError, match="tfds:reviews: has body, stars; name two of them"):
        own.read("tfds:reviews", ("text", "label"), stored)


def test_an_unknown_name_names_the_nearest(tmp_path):
    with pytest.raises(InputError, match=r"tfds:imdb_review: no data set .*mean imdb_reviews"):
        own.read("tfds:imdb_review", ("text", "label"), str(tmp_path))


def test_without_data_and_network_one_line_says_what_to_do(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("no network")

    monkeypatch.setattr(own.socket, "create_connection", refuse)
    with pytest.raises(InputError, match=r"not in .*, and there is no network to fetch it; put it"):
        own.read("tfds:imdb_reviews", ("text", "label"), str(tmp_path))


def test_sequences_of_words_and_tags(tmp_path):
    import tensorflow as tf
    import tensorflow_datasets as tfds

    from keras_seq.data.text.tagged import TaggedTexts
    from keras_seq.data.text.tagged import load as load_tagged

    words = ["Sam", "é"]
    texts = [{"tokens": words, "ner": [1, 0]}] * 10
    features = tfds.features.FeaturesDict({
        "tokens": tfds.features.Sequence(tfds.features.Text()),
        "ner": tfds.features.Sequence(tfds.features.ClassLabel(names=["O", "B-PER"])),
    })  # fmt: skip
    signature = {
        "tokens": tf.TensorSpec((None,), tf.string),
        "ner": tf.TensorSpec((None,), tf.int64),
    }
    stored = tf.data.Dataset.from_generator(lambda: texts, output_signature=signature)
    tfds.dataset_builders.store_as_tfds_dataset(
        name="names",
        version="1.0.0",
        data_dir=tmp_path,
        disable_shuffling=True,
        features=features,
        split_datasets={"train": stored},
    )
    made = load_tagged(TaggedTexts(data="tfds:names", data_dir=str(tmp_path)))
    assert made.sizes()["train"] == 8
    assert made.train[0][:2] == (words, ["S-PER", "O"])
