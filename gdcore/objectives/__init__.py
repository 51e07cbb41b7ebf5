"""Objectives: functions to minimise, with gradient, Hessian, and the minimum if known."""
