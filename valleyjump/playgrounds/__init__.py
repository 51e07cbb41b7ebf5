"""Playgrounds: what a page lets its readers do with the function or the data of a run."""
