"""Recordings of sound and what is said in them."""
