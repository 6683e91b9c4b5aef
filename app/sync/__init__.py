"""The API worker layer: keeps the store and USOS in step, on threads of its own."""
