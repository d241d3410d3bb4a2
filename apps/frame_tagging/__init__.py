"""A tag for each frame of a video, or step of a recording."""
