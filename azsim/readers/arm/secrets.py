"""Where templates keep secrets: these values are never looked at, so that no message can show them.

A mistake in one of them isn't found either. None of them has to do with where packets go.
"""

from __future__ import annotations

from typing import Final

_KEYS: Final = frozenset(
    each.casefold()
    for each in (
        "accountKey",
        "adminPassword",
        "administratorLoginPassword",
        "appSettings",
        "authorizationKey",
        "clientSecret",
        "connectionString",
        "connectionStrings",
        "customData",
        "keyData",
        "password",
        "protectedSettings",
        "secret",
        "sharedKey",
        "sslCertificates",
        "storageAccountKey",
        "userData",
    )
)


def is_secret(key: str) -> bool:
    """Whether the value of the property *key* is a secret, or holds some."""
    return key.casefold() in _KEYS
