"""Texts: tokenizers, and readers of labelled texts, pairs and running text."""
