"""Prediction questions asked before a clip."""
