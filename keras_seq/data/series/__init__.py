"""Time series: tables read and checked, features, windows and their batches."""
