"""Guides signed for, self-checks, and each institution's own plan."""
