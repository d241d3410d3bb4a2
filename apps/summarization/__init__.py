"""Long texts into short ones."""
