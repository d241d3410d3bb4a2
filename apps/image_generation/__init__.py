"""Image generation: a class in, a picture out, point by point."""
