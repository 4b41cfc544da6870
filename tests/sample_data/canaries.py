"""Private-looking values that the export holds and that no other file may ever hold.

The addresses are from the ranges reserved for documentation (RFC 5737, RFC 3849); the rest is
invented. A test that looks for leaks searches every file the project wrote for each of these.
"""

from __future__ import annotations

USERNAME = "canary-listener-7f3a9c"
EMAIL = "canary-7f3a9c@listener.invalid"
IP_ADDRESSES = ("192.0.2.113", "198.51.100.77", "2001:db8:c0de::be:ef")
USER_AGENT = "CanaryPlayer%2F7.3%20%28kite-4d1b%29"
CITY = "Canarystadt"
REGION = "Canaryland"
METRO_CODE = "canary-metro-881"
LATITUDE = "48.13371337"
LONGITUDE = "11.57731773"

CANARIES: tuple[str, ...] = (
    USERNAME,
    EMAIL,
    *IP_ADDRESSES,
    USER_AGENT,
    CITY,
    REGION,
    METRO_CODE,
    LATITUDE,
    LONGITUDE,
)
"""Every planted private value, as text that occurs in the raw files byte for byte."""
