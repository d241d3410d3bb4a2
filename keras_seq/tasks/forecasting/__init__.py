"""Forecasts: how look-backs become forecasts, their intervals, judging and pictures."""
