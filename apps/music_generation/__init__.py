"""Music generation: a genre, or a few notes, in; a tune out."""
