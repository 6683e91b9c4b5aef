"""`services/apisrv/*` (usos-api.md, section 4.5)."""

from app.emulator.exchange import Json
from app.emulator.method import Call, Method
from app.emulator.selector import Shape, pick

_CONSUMER = Shape(
    "services/apisrv/consumer",
    primary=("name", "url", "email", "date_registered", "administrative_methods", "token_scopes", "is_verified"),
)


def _now(call: Call) -> Json:
    return call.now.strftime("%Y-%m-%d %H:%M:%S.%f")


def _consumer(call: Call) -> Json:
    row = call.db.execute("SELECT * FROM consumers WHERE key = ?", (call.grant.consumer_key,)).fetchone()
    record: dict[str, Json] = {
        "name": row["name"],
        "url": row["url"],
        "email": row["email"],
        "date_registered": row["date_registered"],
        "administrative_methods": [],
        "token_scopes": sorted(call.grant.scopes),
        "is_verified": False,
    }
    return pick(record, call.selection)


METHODS = (
    Method("services/apisrv/now", _now, consumer="ignored"),
    Method("services/apisrv/consumer", _consumer, shape=_CONSUMER),
)
