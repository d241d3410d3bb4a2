"""Kinds of problem: how answers are judged, compared, drawn and given."""
