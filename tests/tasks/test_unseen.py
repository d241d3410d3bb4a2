from keras_seq.tasks.unseen import Unseen


def test_much_that_is_unseen_is_not_all_named(capsys):
    unseen = Unseen()
    for _ in range(2):
        assert unseen.of((f"w{i}", i < 3) for i in range(20)) == [f"w{i}" for i in range(3, 20)]
    unseen.say()
    said = "34 of 40 words are not in this model's vocabulary: w3, w4, "
    assert capsys.readouterr().err == said + ", ".join(f"w{i}" for i in range(5, 13)) + ", …\n"
    unseen.of([("a", True)])
    unseen.say()
    assert not capsys.readouterr().err
