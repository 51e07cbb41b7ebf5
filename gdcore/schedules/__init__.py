"""Schedules: the learning rate of each step."""
