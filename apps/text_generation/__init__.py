"""Text generation: a start in, a text out."""
