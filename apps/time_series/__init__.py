"""Forecasts of time series, with intervals."""
