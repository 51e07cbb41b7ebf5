"""Stochastic descent: each step follows one row of the data, or a few."""
