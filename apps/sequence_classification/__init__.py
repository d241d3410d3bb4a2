"""A label, or a number, for a whole recording."""
