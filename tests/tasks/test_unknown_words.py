import numpy as np

from keras_seq.data.text import Tokenizer
from keras_seq.decoding import Hypothesis
from keras_seq.tasks import unknown_words


class Looking:
    """Stands for a translator: each word comes from the source's word of the same place."""

    def attention(self, sources, targets):
        return [np.eye(len(target) + 1, len(source))
                for source, target in zip(sources, targets, strict=True)]  # fmt: skip


def test_unknown_words_are_copied_from_where_it_looked():
    source = Tokenizer.train(["ich bin in Rom ."], level="word", blanks=True)
    target = Tokenizer.train(["I am in Rome ."], level="word", blanks=True)
    texts = ["ich bin in Ulm .", "Ute bin in Bonn .", "ich bin in Rom ."]
    said = ["I am in Ulm .", "Ute am in Bonn .", "I am in Rome ."]
    answers = [[Hypothesis(tokens, 0.0)] for tokens in target.encode(said)]
    assert sum(1 in ranked[0].tokens for ranked in answers) == 2
    words = [source.tokens(text) for text in texts]
    written = unknown_words.write(Looking(), target, source.encode(texts), words, answers)
    assert written == [["I am in Ulm ."], ["Ute am in Bonn ."], ["I am in Rome ."]]
