"""Translation, and any text into another one."""
