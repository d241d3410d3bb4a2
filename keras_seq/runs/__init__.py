"""The run: training, the run folder, and what is said at the end."""
