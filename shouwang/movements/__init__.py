"""Movements in and out of a house, and isolation."""
