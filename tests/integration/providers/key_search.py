"""Every form in which a key could turn up."""

import base64


def needles_of(key: str) -> list[bytes]:
    plain = [key, key.upper(), key.encode().hex(), key.encode("utf-16-le").decode("latin-1")]
    packed = [base64.b64encode(b"x" * shift + key.encode())[4:-4] for shift in range(3)]
    return [text.encode("latin-1") for text in plain] + packed
