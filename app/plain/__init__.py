"""The linear mode: lines downward, one key answered, nothing redrawn; for screen readers, Braille, slow ssh."""
