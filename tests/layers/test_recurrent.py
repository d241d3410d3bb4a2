import keras
import numpy as np
import pytest

from keras_seq.layers import recurrent_stack, state_sizes, zero_states

ops = keras.ops


def test_names_and_order():
    x = keras.Input((None, 3))
    y = recurrent_stack(x, cell="gru", units=4, num_layers=2, bidirectional=True, dropout=0.2)
    names = [layer.name for layer in keras.Model(x, y).layers[1:]]
    assert names == ["dropout_1", "recurrent_1", "dropout_2", "recurrent_2"]
    assert y.shape == (None, None, 8)


def test_last_state_alone():
    x = keras.Input((None, 3))
    assert recurrent_stack(x, units=4, num_layers=2, return_sequences=False).shape == (None, 4)


def test_dropout_is_the_same_at_all_steps():
    x = keras.Input((None, 40))
    model = keras.Model(x, recurrent_stack(x, units=2, dropout=0.5))
    dropped = ops.convert_to_numpy(
        model.get_layer("dropout_1")(np.ones((2, 5, 40), "float32"), training=True)
    )
    assert set(np.unique(dropped)) == {0.0, 2.0}
    assert (dropped == dropped[:, :1]).all()
    assert (dropped[0] != dropped[1]).any()


def test_recurrent_dropout_reaches_both_directions():
    x = keras.Input((None, 3))
    y = recurrent_stack(x, units=4, bidirectional=True, recurrent_dropout=0.4)
    layer = keras.Model(x, y).get_layer("recurrent_1")
    assert layer.forward_layer.recurrent_dropout == layer.backward_layer.recurrent_dropout == 0.4


def test_initial_states_are_used():
    x = keras.Input((None, 3))
    zeros = zero_states(x, cell="lstm", units=4, num_layers=2)
    assert [len(states) for states in zeros] == [2, 2]
    settings = {"cell": "lstm", "units": 4, "num_layers": 2}
    model = keras.Model(x, recurrent_stack(x, **settings, initial_states=zeros))
    plain = keras.Model(x, recurrent_stack(x, **settings))
    plain.set_weights(model.get_weights())
    value = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    np.testing.assert_allclose(
        ops.convert_to_numpy(model(value)), ops.convert_to_numpy(plain(value)), atol=1e-6
    )


def test_own_cell():
    x = keras.Input((None, 3))

    def cell(units):
        return keras.layers.LSTMCell(units, unit_forget_bias=False)

    y = recurrent_stack(x, cell=cell, units=4, bidirectional=True)
    assert keras.Model(x, y).count_params() == 2 * 4 * 4 * (3 + 4 + 1)
    assert state_sizes(cell, 4) == [4, 4]


def test_state_sizes():
    assert state_sizes("lstm", 3) == [3, 3]
    assert state_sizes("gru", 3) == state_sizes("simple_rnn", 3) == [3]
    assert state_sizes(keras.layers.GRUCell, 3) == [3]
    with pytest.raises(ValueError, match="cell must have a flat list of state sizes"):
        state_sizes(lambda n: keras.layers.StackedRNNCells([keras.layers.LSTMCell(n)] * 2), 3)


def test_states_of_two_directions_are_refused():
    x = keras.Input((None, 3))
    states = zero_states(x, cell="gru", units=4, num_layers=1)
    with pytest.raises(ValueError, match="initial_states can't be given to bidirectional"):
        recurrent_stack(x, cell="gru", units=4, bidirectional=True, initial_states=states)
