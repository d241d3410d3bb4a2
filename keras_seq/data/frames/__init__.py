"""Recordings of frames or features with a tag for each step."""
