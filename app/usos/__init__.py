"""The USOS API as an island: nothing outside this package knows HTTP, OAuth or JSON."""
