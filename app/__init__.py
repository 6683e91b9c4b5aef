"""Rollcall: class attendance from the keyboard, straight into USOS."""

__version__ = "0.1.0"
