from keras_seq.data.biology import coordinates


def test_gff_and_bed_of_one_feature():
    # The example of the specification of GFF3: a gene from 1000 to 9000 has 8001 letters.
    start, end = coordinates.from_closed(1000, 9000)
    assert (start, end, end - start) == (999, 9000, 8001)
    assert coordinates.to_closed(start, end) == (1000, 9000)


def test_the_other_strand_by_hand():
    text = "AACCCGTTTT"
    start, end = coordinates.on_other_strand(2, 5, len(text))  # CCC
    turned = text[::-1].translate(str.maketrans("ACGT", "TGCA"))
    assert turned[start:end] == "GGG"


def test_around_the_origin():
    assert list(coordinates.around_origin(90, 110, 100)) == [(90, 100), (0, 10)]
    assert list(coordinates.around_origin(90, 100, 100)) == [(90, 100)]
