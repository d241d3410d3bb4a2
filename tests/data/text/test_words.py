import pytest

from keras_seq.data.text.words import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sam Li and Tom date on Tuesday.", "Sam Li and Tom date on Tuesday ."),
        ("I'm sure they've paid $20, don't you?", "I 'm sure they 've paid $ 20 , do n't you ?"),
        ("AT&T's U.S. trip, 10:30 am on 2020-05-17", "AT&T 's U.S. trip , 10:30 am on 2020-05-17"),
        ("3pm, 20km, €5m, the 1990s, May 21st", "3 pm , 20 km , € 5 m , the 1990s , May 21st"),
        ("Mr. O'Brien (Johnson-Smith) left.Then", "Mr. O'Brien ( Johnson-Smith ) left . Then"),
        ("हिन्दी में राम दिल्ली गया।", "हिन्दी में राम दिल्ली गया ।"),
        ("Москва, 5 мая", "Москва , 5 мая"),
        ("东京是", "东 京 是"),
        (" \n\t", ""),
    ],
)
def test_words_of_any_script_with_their_places(text, words):
    found = split_words(text)
    assert [word.text for word in found] == words.split()
    assert all(text[word.start : word.end] == word.text for word in found)


def test_borders_cut_words():
    assert [word.text for word in split_words("10km away", [2, 4, 99])] == ["10", "km", "away"]
    assert [word.text for word in split_words("antiwar", [4])] == ["anti", "war"]
