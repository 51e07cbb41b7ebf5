"""Stochastic descent: one row a step."""
