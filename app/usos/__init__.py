"""The USOS API as an island: nothing outside this package knows HTTP, OAuth or JSON."""

import sys
from types import ModuleType

# httpx imports its own command line where it finds click, which uvicorn brings: 60 modules and 3.5 MB for nothing.
# Where there is no `main` to be imported it does without.
sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
