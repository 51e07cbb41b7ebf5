"""Backtracking: a step is tried before it is taken."""
