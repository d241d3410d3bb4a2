"""Trained models in the formats of other runtimes, each checked in that runtime."""
