"""Temperatures and symptoms: rounds, tallies, fevers."""
