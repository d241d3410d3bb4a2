import keras
import numpy as np
import pytest

from keras_seq.constants import PADDING_VALUE
from keras_seq.decoding import viterbi
from keras_seq.losses import ChainCrossentropy
from keras_seq.models import many_to_many, step_model

CELLS = ["simple_rnn", "gru", "lstm"]


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def encoder():
    image = keras.Input((3, 3, 1))
    x = keras.layers.Conv2D(2, 2, activation="relu")(image)
    return keras.Model(image, keras.layers.Flatten()(x))


def features(lengths, step=(3,), seed=0):
    """Sequences of these lengths, and the batch that they make, padded to one step more."""
    rng = np.random.default_rng(seed)
    alone = [rng.normal(size=(1, n, *step)).astype("float32") for n in lengths]
    alone[0][:, 0] = 0  # a step of zeros is data
    batch = np.full((len(lengths), max(lengths) + 1, *step), PADDING_VALUE, "float32")
    for row, sequence in zip(batch, alone, strict=True):
        row[: sequence.shape[1]] = sequence[0]
    return alone, batch


@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("kind", ["tokens", "one_hot", "features", "frames"])
def test_padding_changes_nothing(kind, cell, bidirectional, num_layers):
    if kind in ("tokens", "one_hot"):
        given = {"vocab_size": 7, "embedding_dim": 3 if kind == "tokens" else None}
        alone = [np.array([[3, 1]]), np.array([[2, 6, 4]])]
        batch = np.array([[3, 1, 0, 0], [2, 6, 4, 0]])
    elif kind == "features":
        given = {"feature_dim": 3}
        alone, batch = features([2, 3])
    else:
        given = {"encoder": encoder()}
        alone, batch = features([2, 3], step=(3, 3, 1))
    model = many_to_many(
        num_classes=3,
        cell=cell,
        units=4,
        bidirectional=bidirectional,
        num_layers=num_layers,
        **given,
    )
    padded = array(model(batch))
    assert padded.shape == (2, 4, 3)
    for row, sequence in zip(padded, alone, strict=True):
        by_itself = array(model(sequence))[0]
        np.testing.assert_allclose(row[: len(by_itself)], by_itself, atol=1e-5)


@pytest.mark.parametrize("num_layers", [1, 3])
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_shape_and_number_of_parameters(cell, bidirectional, num_layers):
    gates = {"simple_rnn": 1, "gru": 3, "lstm": 4}[cell]
    biases = 2 if cell == "gru" else 1
    directions = 2 if bidirectional else 1
    model = many_to_many(
        num_classes=5,
        feature_dim=6,
        cell=cell,
        units=4,
        num_layers=num_layers,
        bidirectional=bidirectional,
    )
    sizes = [6] + [4 * directions] * (num_layers - 1)
    layers = sum(directions * gates * 4 * (size + 4 + biases) for size in sizes)
    assert model.count_params() == layers + (4 * directions + 1) * 5
    assert model.output_shape == (None, None, 5)


def test_constant_weights():
    model = many_to_many(output_dim=2, head="linear", feature_dim=1, cell="simple_rnn", units=2)
    model.set_weights([np.full(w.shape, 0.1) for w in model.get_weights()])
    h, expected = 0.0, []
    for x in (1.0, -2.0, 3.0):
        h = np.tanh(0.1 * x + 0.2 * h + 0.1)
        expected.append([0.2 * h + 0.1] * 2)
    output = array(model(np.array([[[1.0], [-2.0], [3.0]]], "float32")))[0]
    np.testing.assert_allclose(output, expected, rtol=1e-5)
    np.testing.assert_allclose(output[:, 0], [0.139475, 0.08791, 0.173911], atol=1e-5)


def test_padding_counts_neither_in_loss_nor_in_metrics():
    alone, batch = features([2, 5])
    model = many_to_many(num_classes=3, feature_dim=3, units=4)
    model.compile(
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        run_eagerly=True,
    )
    targets = np.random.default_rng(1).integers(0, 3, (2, 6))
    padded = model.evaluate(batch, targets, verbose=0)
    each = [
        np.array(model.evaluate(x, targets[i : i + 1, : x.shape[1]], verbose=0))
        for i, x in enumerate(alone)
    ]
    np.testing.assert_allclose(padded, (2 * each[0] + 5 * each[1]) / 7, rtol=1e-5)


@pytest.mark.parametrize("head", ["softmax", "sigmoid", "linear"])
def test_reload_and_one_step_moves_every_weight(head, tmp_path):
    keras.utils.set_random_seed(3)
    size = {"output_dim": 2} if head == "linear" else {"num_classes": 2}
    given = {
        "softmax": {"vocab_size": 7, "embedding_dim": 3, "num_layers": 2, "dropout": 0.2},
        "sigmoid": {"feature_dim": 3, "bidirectional": True, "cell": "gru"},
        "linear": {"encoder": encoder(), "cell": keras.layers.SimpleRNNCell},
    }[head]
    model = many_to_many(head=head, units=4, **size, **given)
    if head == "softmax":
        batch = np.array([[3, 1, 0, 0], [2, 6, 4, 0], [1, 2, 3, 4]])
        loss, targets = "softmax", np.ones((3, 4))
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    else:
        _, batch = features([3, 2, 3], step=(3,) if head == "sigmoid" else (3, 3, 1))
        targets = np.ones((3, 4, 2))
        loss = keras.losses.BinaryCrossentropy(from_logits=True) if head == "sigmoid" else "mse"
    model.compile("adam", loss, run_eagerly=True)
    before = [array(v).copy() for v in model.trainable_variables]
    model.train_on_batch(batch, targets)
    for variable, old in zip(model.trainable_variables, before, strict=True):
        assert not np.allclose(array(variable), old, atol=1e-7), variable.path
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(array(model(batch)), array(loaded(batch)))


def test_a_label_of_the_whole_sequence_comes_from_the_largest_of_its_features(tmp_path):
    keras.utils.set_random_seed(4)
    model = many_to_many(num_classes=2, num_labels=3, feature_dim=3, units=4, cell="gru")
    alone, batch = features([2, 5])
    answers = model(batch)
    assert answers["tags"].shape == (2, 6, 2) and answers["label"].shape == (2, 3)
    states = keras.Model(model.inputs[0], model.get_layer("logits").input)
    kernel, bias = map(array, model.get_layer("label").weights)
    for row, sequence in enumerate(alone):
        expected = array(states(sequence))[0].max(axis=0) @ kernel + bias
        np.testing.assert_allclose(array(answers["label"])[row], expected, atol=1e-5)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(array(loaded(batch)["label"]), array(answers["label"]))


@pytest.mark.parametrize("bidirectional", [False, True])
def test_tags_from_the_past_and_from_the_future(bidirectional):
    """Each tag is the token before it; or, for a model that looks ahead, the token behind it."""
    keras.utils.set_random_seed(5)
    x = np.random.default_rng(5).integers(1, 6, (600, 8))
    y = np.roll(x, -1 if bidirectional else 1, axis=1)
    y[:, -1 if bidirectional else 0] = 0
    model = many_to_many(
        num_classes=6,
        vocab_size=6,
        embedding_dim=None,
        cell="simple_rnn",
        units=24,
        bidirectional=bidirectional,
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.02), loss)
    model.fit(x[:500], y[:500], batch_size=50, epochs=10, verbose=0)
    accuracy = np.mean(array(model(x[500:])).argmax(-1) == y[500:])
    assert accuracy > 0.95


def test_crf_learns_what_may_follow_what_and_is_saved_whole(tmp_path):
    """Tags 0 and 1 alternate; a step shows the tag through noise. A CRF tells by neighbours."""
    keras.utils.set_random_seed(0)
    draw = np.random.default_rng(0)
    y = (np.arange(12) + draw.integers(0, 2, (300, 1))) % 2
    x = (y[..., None] * 2 - 1 + draw.normal(0, 1.2, (300, 12, 1))).astype("float32")
    x[:, 9:] = PADDING_VALUE
    found = {}
    for head in ("softmax", "crf"):
        # Dense alone would see a single step; a frozen recurrence of no memory does as well.
        model = many_to_many(num_classes=2, head=head, feature_dim=1, units=2, cell="simple_rnn")
        recurrent = next(one for one in model.layers if isinstance(one, keras.layers.RNN))
        kernel, again, bias = recurrent.get_weights()
        recurrent.set_weights([kernel, again * 0, bias])
        recurrent.trainable = False
        loss = (
            ChainCrossentropy()
            if head == "crf"
            else keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        )
        model.compile(keras.optimizers.Adam(0.05), loss)
        model.fit(x[:200], y[:200], epochs=30, verbose=0)
        outputs = model(x[200:])
        tags = viterbi(outputs) if head == "crf" else keras.ops.argmax(outputs, -1)
        found[head] = np.mean(array(tags)[:, :9] == y[200:, :9])
    assert found["crf"] > 0.97 and found["softmax"] < 0.9
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(array(loaded(x[:3])), array(model(x[:3])))
    with pytest.raises(ValueError, match="can't go step by step"):
        step_model(model)


def test_causal_model_does_not_look_ahead():
    model = many_to_many(num_classes=2, vocab_size=9, units=4, num_layers=2)
    one, other = np.array([[1, 2, 3, 4]]), np.array([[1, 2, 8, 7]])
    one, other = array(model(one))[0], array(model(other))[0]
    np.testing.assert_allclose(one[:2], other[:2], atol=1e-6)
    assert not np.allclose(one[2:], other[2:])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "num_classes must be given"),
        ({"num_classes": 2, "head": "tree"}, "head must be one of"),
        ({"num_classes": 1}, "num_classes=1 with head='softmax'"),
        ({"num_classes": 1, "head": "crf"}, "num_classes=1 with head='crf'"),
        ({"output_dim": 1, "head": "crf"}, "output_dim=1 is for head='linear'"),
        ({"num_classes": 2, "num_layers": "2"}, "num_layers must be a whole number"),
        ({"num_classes": 2, "units": None}, "units must be a whole number"),
        ({"num_classes": 2, "cell": "rnn"}, "cell must be one of"),
        ({"num_classes": 2, "feature_dim": 3}, "just one of vocab_size"),
    ],
)
def test_wrong_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        many_to_many(**{"vocab_size": 7, **arguments})


def test_a_stem_and_a_stride_leave_padding_out_and_come_back(tmp_path):
    from keras_seq.layers import convolution_stack

    model = many_to_many(
        num_classes=3, vocab_size=5, embedding_dim=None, units=4, bidirectional=True, stride=3,
        stem=lambda x: convolution_stack(x, filters=4, kernel_size=3),
    )  # fmt: skip
    draw = np.random.default_rng(0)
    model.set_weights([draw.normal(size=weight.shape) for weight in model.get_weights()])
    tokens = draw.integers(1, 5, (2, 8))
    tokens[1, 5:] = 0
    outputs = keras.ops.convert_to_numpy(model(tokens))
    assert outputs.shape == (2, 8, 3)
    alone = keras.ops.convert_to_numpy(model(tokens[1:, :5]))
    np.testing.assert_allclose(outputs[1, :5], alone[0], atol=1e-5)
    model.save(tmp_path / "a.keras")
    np.testing.assert_allclose(keras.saving.load_model(tmp_path / "a.keras")(tokens), outputs)


def test_what_looks_ahead_reads_in_both_directions():
    with pytest.raises(ValueError, match="look ahead"):
        many_to_many(num_classes=3, vocab_size=5, stride=2)


@pytest.mark.filterwarnings("ignore::FutureWarning")  # of what Keras carries of tf2onnx
def test_a_chain_of_tags_is_exported_to_onnx(tmp_path):
    for package in ("onnx", "tf2onnx"):
        pytest.importorskip(package)
    runtime = pytest.importorskip("onnxruntime")
    model = many_to_many(num_classes=3, vocab_size=11, units=4, head="crf")
    model(np.array([[1, 2]]))
    model.export(tmp_path / "a.onnx", format="onnx", verbose=False)
    served = runtime.InferenceSession(tmp_path / "a.onnx")
    for tokens in ([[3, 4, 5, 0], [2, 1, 0, 0]], [[7]]):  # any number of rows and steps
        tokens = np.array(tokens, "int32")
        (links,) = served.run(None, {served.get_inputs()[0].name: tokens})
        np.testing.assert_allclose(links, model(tokens), atol=1e-5)


def test_ctc_answers_groups_and_marks_padding():
    from keras_seq.constants import PADDING_VALUE

    model = many_to_many(num_classes=5, feature_dim=2, units=4, head="ctc", stride=3,
                         bidirectional=True)  # fmt: skip
    x = np.random.default_rng(0).normal(size=(2, 8, 2)).astype("float32")
    x[1, 4:] = PADDING_VALUE
    logits = keras.ops.convert_to_numpy(model(x))
    assert logits.shape == (2, 3, 5)  # three groups; of the second row, two have steps
    assert logits[1, 2].tolist() == [0.0] + [-1e9] * 4 and (logits[1, :2] > -1e3).all()
    alone = keras.ops.convert_to_numpy(model(x[1:, :4]))
    np.testing.assert_allclose(logits[1, :2], alone[0], atol=1e-5)


def test_ctc_is_no_head_for_labels_beside():
    with pytest.raises(ValueError, match="num_labels"):
        many_to_many(num_classes=5, feature_dim=2, head="ctc", num_labels=3)
