"""What pages on platforms already name and the program does not have yet."""

COMING = frozenset({"scorm12", "cc", "slides", "pptx", "handout"})
"""Formats of ``valleyjump pack``."""
