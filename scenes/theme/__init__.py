"""Colours by role, and what a theme must be able to do."""
