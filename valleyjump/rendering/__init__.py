"""Clips rendered by many workers, and what a person sees of it."""
