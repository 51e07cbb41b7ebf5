"""Momentum moves the edge of stability."""
