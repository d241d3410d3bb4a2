import numpy as np
import pytest

from keras_seq.data.labels import Labels
from keras_seq.data.text import Tokenizer
from keras_seq.errors import InputError
from keras_seq.tasks.writing import END, growing, label_number, prompt_tokens, text_of


def trained(text, level="char"):
    return Tokenizer.train([text], level=level, lines=True, more=[END])


def test_the_number_of_a_label():
    labels = Labels(("laugh", "song"))
    assert label_number(labels, "song") == 1 and label_number(Labels(()), None) is None
    with pytest.raises(InputError, match="--label is needed; training saw laugh, song"):
        label_number(labels, None)
    with pytest.raises(InputError, match="label 'cry' is unknown"):
        label_number(labels, "cry")
    with pytest.raises(InputError, match="--label is for models trained with --label-column"):
        label_number(Labels(()), "song")


def test_a_prompt_is_a_start_of_a_document_or_a_piece_of_running_text():
    letters = trained("ab\n")
    end, first, line = (letters.number(token) for token in (END, "a", "\n"))
    assert prompt_tokens(letters, "a", documents=False).tolist() == [first]
    assert prompt_tokens(letters, "a", documents=True).tolist() == [end, first]
    assert prompt_tokens(letters, None, documents=False).tolist() == [line]
    assert prompt_tokens(letters, None, documents=True).tolist() == [end]
    assert prompt_tokens(trained("ab"), None, documents=False).tolist() == [end]  # no line in it
    assert 1 in prompt_tokens(letters, "ab?", documents=False)


def test_tokens_come_back_as_text():
    letters = trained("ab c\n")
    tokens = letters.encode(["ab c\n"])[0]
    assert text_of(letters, [*tokens, letters.number(END)]) == "ab c\n"
    assert text_of(letters, []) == ""

    words = trained("so , it is ( here ) .\n", level="word")
    tokens = words.encode(["it is , so .\nhere"])[0]
    assert text_of(words, tokens) == " it is, so.\nhere"


def test_a_letter_of_several_bytes_comes_whole():
    content = "größer".encode()
    pieces = [np.frombuffer(content[i : i + 1], np.uint8) for i in range(len(content))]

    def written(tokens):
        return bytes(tokens).decode(errors="replace")

    grown = list(growing(pieces, written))
    assert "".join(grown) == "größer" and grown[0] == "" and "ö" in grown
    # What ends in half a letter is written like the whole text, not left out.
    assert "".join(growing(pieces[:3], written)) == "gr\ufffd"
