"""Sentiment of film reviews; any text classification."""
