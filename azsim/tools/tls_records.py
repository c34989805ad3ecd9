"""TLS 1.2 records as a packet analyzer wants to see them.

What comes before encryption stands in them for real: the hellos, the certificates, the
request for one, and the keys. What is encrypted is opaque. Nothing here
protects anything: keys, signatures and random bytes are made from the content,
so that the same scenario gives the same bytes.
"""

from __future__ import annotations

from hashlib import shake_256
from struct import pack

from azsim.model.payload import Tls, TlsMessage

_CHANGE_CIPHER_SPEC, _ALERT, _HANDSHAKE, _APPLICATION_DATA = 20, 21, 22, 23
_VERSION = b"\x03\x03"
_CIPHER_SUITE = b"\xc0\x2b"  # TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
_NAMED_CURVE = b"\x03\x00\x17"  # secp256r1
_SIGNATURE_ALGORITHM = b"\x04\x03"  # ecdsa_secp256r1_sha256
_FATAL_HANDSHAKE_FAILURE = b"\x02\x28"
_SEALING = 24  # bytes that AES-GCM adds to what it encrypts
_ENCRYPTED_FINISHED = 16 + _SEALING
_LARGEST_FRAGMENT = 1 << 14

_SERVER_KEY_EXCHANGE, _HELLO_DONE = 12, 14
_MESSAGE_TYPES: dict[TlsMessage, int] = {
    "ClientHello": 1,
    "ServerHello": 2,
    "Certificate": 11,
    "CertificateRequest": 13,
    "CertificateVerify": 15,
    "ClientKeyExchange": 16,
}


def records_bytes(tls: Tls, carried: int = 0) -> bytes:
    """The records of the messages of *tls*, of which application data hold *carried* bytes."""
    from_server = "ServerHello" in tls.messages
    subject = tls.certificate or ("server" if from_server else None)
    records = [_message(message, subject, carried) for message in tls.messages]
    if from_server:
        # What else a server says, and no answer depends on.
        records.insert(tls.messages.index("Certificate") + 1, _server_key_exchange())
        records.append(_handshake(_HELLO_DONE, b""))
    return b"".join(records)


def _message(message: TlsMessage, subject: str | None, carried: int) -> bytes:
    match message:
        case "ClientHello":
            body = _hello(message) + _sized(_CIPHER_SUITE, 2) + _sized(b"\x00", 1)
        case "ServerHello":
            body = _hello(message) + _CIPHER_SUITE + b"\x00"
        case "CertificateRequest":
            # ecdsa_sign, one signature algorithm, any authority
            body = _sized(b"\x40", 1) + _sized(_SIGNATURE_ALGORITHM, 2) + _sized(b"", 2)
        case "Certificate":
            chain = b"" if subject is None else _sized(certificate_bytes(subject), 3)
            body = _sized(chain, 3)
        case "ClientKeyExchange":
            body = _sized(_point(message), 1)
        case "CertificateVerify":
            body = _signed(f"{message} of {subject}")
        case "Finished":
            sealed = _opaque(message, _ENCRYPTED_FINISHED)
            return _record(_CHANGE_CIPHER_SPEC, b"\x01") + _record(_HANDSHAKE, sealed)
        case "Alert":
            return _record(_ALERT, _FATAL_HANDSHAKE_FAILURE)
        case "ApplicationData":
            return _record(_APPLICATION_DATA, _opaque(message, carried + _SEALING))
    return _handshake(_MESSAGE_TYPES[message], body)


def _server_key_exchange() -> bytes:
    body = _NAMED_CURVE + _sized(_point("ServerKeyExchange"), 1) + _signed("ServerKeyExchange")
    return _handshake(_SERVER_KEY_EXCHANGE, body)


def _signed(seed: str) -> bytes:
    return _SIGNATURE_ALGORITHM + _sized(_signature(seed), 2)


def _point(seed: str) -> bytes:
    """A public key of 256 bits, not compressed."""
    return b"\x04" + _opaque(f"key of {seed}", 64)


def _hello(message: TlsMessage) -> bytes:
    return _VERSION + _opaque(message, 32) + _sized(b"", 1)


def _handshake(kind: int, body: bytes) -> bytes:
    return _record(_HANDSHAKE, bytes([kind]) + _sized(body, 3))


def _record(kind: int, content: bytes) -> bytes:
    return b"".join(
        pack(">B2sH", kind, _VERSION, len(part)) + part
        for part in (
            content[start : start + _LARGEST_FRAGMENT]
            for start in range(0, len(content), _LARGEST_FRAGMENT)
        )
    )


def _sized(content: bytes, width: int) -> bytes:
    return len(content).to_bytes(width, "big") + content


def _opaque(seed: str, length: int) -> bytes:
    return shake_256(seed.encode()).digest(length)


# A certificate: just enough DER (X.690) for an X.509 certificate with a common name

_INTEGER, _BIT_STRING, _OBJECT_ID, _UTF8, _UTC_TIME = 0x02, 0x03, 0x06, 0x0C, 0x17
_SEQUENCE, _SET, _VERSION_TAG = 0x30, 0x31, 0xA0

_COMMON_NAME = bytes.fromhex("550403")
_ECDSA_WITH_SHA256 = bytes.fromhex("2a8648ce3d040302")
_EC_PUBLIC_KEY = bytes.fromhex("2a8648ce3d0201")
_PRIME256V1 = bytes.fromhex("2a8648ce3d030107")


def certificate_bytes(subject: str) -> bytes:
    """An X.509 certificate that *subject* has issued to itself, with a signature of no worth."""
    name = _name(subject.removeprefix("CN="))
    algorithm = _der(_SEQUENCE, _der(_OBJECT_ID, _ECDSA_WITH_SHA256))
    validity = _der(_UTC_TIME, b"260101000000Z") + _der(_UTC_TIME, b"360101000000Z")
    key_kind = _der(_OBJECT_ID, _EC_PUBLIC_KEY) + _der(_OBJECT_ID, _PRIME256V1)
    point = _point(subject)
    to_be_signed = _der(
        _SEQUENCE,
        _der(_VERSION_TAG, _der(_INTEGER, b"\x02"))
        + _der(_INTEGER, b"\x01")
        + algorithm
        + name
        + _der(_SEQUENCE, validity)
        + name
        + _der(_SEQUENCE, _der(_SEQUENCE, key_kind) + _bits(point)),
    )
    return _der(_SEQUENCE, to_be_signed + algorithm + _bits(_signature(subject)))


def _signature(seed: str) -> bytes:
    numbers = (_der(_INTEGER, b"\x01" + _opaque(f"{part} of {seed}", 31)) for part in "rs")
    return _der(_SEQUENCE, b"".join(numbers))


def _name(common_name: str) -> bytes:
    attribute = _der(_OBJECT_ID, _COMMON_NAME) + _der(_UTF8, common_name.encode())
    return _der(_SEQUENCE, _der(_SET, _der(_SEQUENCE, attribute)))


def _bits(content: bytes) -> bytes:
    return _der(_BIT_STRING, b"\x00" + content)


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        size = bytes([length])
    else:
        octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
        size = bytes([0x80 | len(octets)]) + octets
    return bytes([tag]) + size + content
