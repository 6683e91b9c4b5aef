"""`services/apisrv/*` (usos-api.md, section 4.5)."""

from app.emulator.data.installations import EMAIL, NAME_EN, NAME_PL, NEIGHBOURS, VERSION, University
from app.emulator.exchange import Json
from app.emulator.method import Call, Method, anonymous_method
from app.emulator.selector import Shape, pick

_CONSUMER = Shape(
    method="services/apisrv/consumer",
    primary=("name", "url", "email", "date_registered", "administrative_methods", "token_scopes", "is_verified"),
)
_INSTALLATION = Shape(
    method="services/apisrv/installation",
    primary=(
        "base_url",
        "version",
        "machine_version",
        "usos_schema_version",
        "institution_name",
        "institution",
        "contact_emails",
        "schac_id",
        "mcards_support",
        "mobile_usos_support",
    ),
    default="base_url|version|machine_version|usos_schema_version|institution_name|contact_emails",
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


def _this(call: Call) -> University:
    return University(
        base_url=call.base_url, name_pl=NAME_PL, name_en=NAME_EN, email=EMAIL, version=f"{VERSION}, rollcall emulator"
    )


def _shared(university: University) -> dict[str, Json]:
    """What every installation knows about each."""
    return {
        "base_url": university.base_url,
        "version": university.version,
        "institution_name": {"pl": university.name_pl, "en": university.name_en},
        "contact_emails": [university.email],
    }


def _installation(call: Call) -> Json:
    record: dict[str, Json] = {
        **dict.fromkeys(_INSTALLATION.primary),
        **_shared(_this(call)),
        "machine_version": VERSION,
        "usos_schema_version": "7.1.1",
        "schac_id": "example.edu.pl",
        "mcards_support": False,
        "mobile_usos_support": True,
    }
    return pick(record, call.selection)


def _installations(call: Call) -> Json:
    return [_shared(each) for each in call.unordered([_this(call), *NEIGHBOURS])]


METHODS = (
    anonymous_method("services/apisrv/now", "Get the current time of the server.", _now),
    Method("services/apisrv/consumer", "Get information on the consumer key of the call.", _consumer, shape=_CONSUMER),
    anonymous_method(
        "services/apisrv/installation", "Get information on this installation.", _installation, shape=_INSTALLATION
    ),
    anonymous_method("services/apisrv/installations", "Get the list of all installations.", _installations),
)
