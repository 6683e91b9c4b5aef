"""Rollcall: class attendance from the keyboard, straight into USOS."""
