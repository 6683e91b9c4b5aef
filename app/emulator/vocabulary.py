"""What the mode of a list and the mark of a student can be, in the words of attendance-api.txt."""

MODES = ("intramural", "remote", "hybrid")
MARKS = ("intramural", "remote", "justified_absence", "absence")
