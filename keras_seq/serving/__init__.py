"""Trained runs behind HTTP: a page to try each, and an API (extra `[serve]`)."""
