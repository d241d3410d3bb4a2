"""Entities in texts; slots of commands."""
