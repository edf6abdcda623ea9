"""Tocsin: sourced, graded, mapped security alerts for exactly the people in the way."""

__version__ = "0.1.0"
