"""Sequences of bases and of amino acids: files, coordinates, labels, splits and batches."""
