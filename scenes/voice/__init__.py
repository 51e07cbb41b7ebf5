"""Voices, and the sound that they make."""
