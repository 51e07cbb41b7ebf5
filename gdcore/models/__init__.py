"""Objectives made from a table: models fitted to data."""
