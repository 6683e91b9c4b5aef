"""The addresses of an installation, as a Starlette application."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.emulator.control import Control
from app.emulator.faults import MEANINGS
from app.emulator.faulty import Service
from app.emulator.installation import Installation
from app.emulator.pages import front_page, not_found_page

_BOTH = ["GET", "POST"]


def build_application(base_path: str, installation: Installation, service: Service, control: Control) -> Starlette:
    """Everything under the base path; any other address is a 404 with an HTML body."""

    async def front(request: Request) -> Response:
        return HTMLResponse(
            front_page(
                str(request.url), installation.method_names, {str(kind): what for kind, what in MEANINGS.items()}
            )
        )

    async def not_found(request: Request, _: Exception) -> Response:
        return HTMLResponse(not_found_page(request.url.path), 404)

    return Starlette(
        routes=[
            Route(base_path, front),
            Route(base_path + "services/{name:path}", service.respond, methods=_BOTH),
            Route(base_path + "emulator/{page}", control.respond, methods=_BOTH),
        ],
        exception_handlers={404: not_found},
    )
