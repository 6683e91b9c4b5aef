"""The pictures of the README, and what takes them: in all colours, whatever terminal it is started in."""

import os

os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"  # Textual reads it when it is imported
os.environ["XDG_DOCUMENTS_DIR"] = "/home/lecka/Documents"  # where files are offered to be written
