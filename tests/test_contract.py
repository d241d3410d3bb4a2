import pytest

from keras_seq import app as apps
from keras_seq import config, contract
from keras_seq.errors import InputError


@pytest.mark.parametrize("name", apps.names())
@pytest.mark.parametrize("data", ["x" * 300, "/dev/null"])
def test_what_the_system_can_t_read_is_one_line(name, data):
    module = apps.load(name)
    settings = config.make(module.Config, {"data": data})
    with pytest.raises(InputError) as caught:
        contract.read_splits(module, settings)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 500
