"""Print which log-ins have a password that everybody knows: known_passwords.py < "login<TAB>hash" lines.

The hashes are those of passlib's pbkdf2_sha512, as the server stores them.
"""

import base64
import hashlib
import hmac
import sys


def known(login):
    """Return the passwords of fresh and of demonstration databases."""
    return ("admin",) if login == "admin" else (f"{login}-demo", login)


def matches(password, stored):
    """Tell whether a password belongs to a stored hash.

    >>> matches("x", "$pbkdf2-sha512$1$c2FsdA$" + encode(hashlib.pbkdf2_hmac("sha512", b"x", b"salt", 1)))
    True
    >>> matches("x", "plain")
    False
    """
    parts = stored.split("$")
    if len(parts) != 5 or parts[1] != "pbkdf2-sha512":
        return False
    found = hashlib.pbkdf2_hmac("sha512", password.encode(), decode(parts[3]), int(parts[2]))
    return hmac.compare_digest(encode(found), parts[4])


def encode(data):
    """Return passlib's own base64."""
    return base64.b64encode(data).decode().rstrip("=").replace("+", ".")


def decode(text):
    """Return the bytes of passlib's own base64."""
    text = text.replace(".", "+")
    return base64.b64decode(text + "=" * (-len(text) % 4))


def main(lines):
    """Print the log-ins found."""
    for line in lines:
        login, _tab, stored = line.rstrip("\n").partition("\t")
        if any(matches(password, stored) for password in known(login)):
            print(login)


if __name__ == "__main__":
    main(sys.stdin)
