"""What group robots and webhooks are sent, how it is signed, and what their answers mean.

Sources: WeCom, group robots (developer.work.weixin.qq.com/document/path/91770); DingTalk, custom robots
(open.dingtalk.com/document/orgapp/custom-robots-send-group-messages), both read in 2026.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

# Neither robot has a way to escape: what would be markup becomes its full-width twin, which reads the same.
_MARKUP = str.maketrans("[]<>*`#_~@|\\!", "［］＜＞＊｀＃＿～＠｜＼！")
WECOM_BYTES = 4096  # of a markdown message
DINGTALK_BYTES = 20_000
_BUSY = {-1, 45009, 130101, 410100}  # busy, or more than 20 messages a minute
SLOW_DOWN = timedelta(minutes=10)  # DingTalk stays closed so long to whoever was too fast


class Verdict(StrEnum):
    """What an answer says about the message."""

    TAKEN = "taken"
    LATER = "later"  # not taken, and may be later
    UNKNOWN = "unknown"  # a gateway in between lost the answer
    REFUSED = "refused"  # never


def plain(text: str) -> str:
    """Return text on one line that no robot reads as markup, a link or a mention.

    >>> plain("[click](https://evil.example) <@all>\\n# **now**")
    '［click］(https：//evil.example) ＜＠all＞ ＃ ＊＊now＊＊'
    """
    return " ".join(text.split()).translate(_MARKUP).replace("://", "：//")


def markdown(heading: str, items: Iterable[tuple[str, str, str]], more: str, most_bytes: int) -> str:
    """Return a message of ``(what, title, link)`` that is not longer than the robot takes; ``more`` ends a cut one.

    Titles come from people and are made plain; ``heading``, ``what`` and ``more`` are made here.

    >>> items = [("Urging", "Road *A*", "https://park/1"), ("Urging", "B", "https://park/2")]
    >>> print(markdown("2 limits", items, "…", 70))
    **2 limits**
    > Urging: [Road ＊A＊](https://park/1)
    …
    """
    lines, rest = [f"**{heading}**"], most_bytes - len(heading.encode()) - len(more.encode()) - 8
    for what, title, link in items:
        line = f"> {what}: [{plain(title)}]({link})"
        rest -= len(line.encode()) + 1
        if rest < 0:
            return "\n".join([*lines, more])
        lines.append(line)
    return "\n".join(lines)


def dingtalk_signature(secret: str, timestamp: int) -> str:
    """Return the signature that goes with a time stamp in milliseconds, not yet quoted for an address.

    >>> dingtalk_signature("SEC000", 1577262236757)
    '0mUoy51oaZiRp9zSbtu3Gh7pbwvH33YBGob4MsxeXA4='
    """
    text = f"{timestamp}\n{secret}".encode()
    return base64.b64encode(hmac.digest(secret.encode(), text, hashlib.sha256)).decode()


def webhook_signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a body sent at a time in seconds; the receiver computes the same and compares.

    >>> webhook_signature("s3cret", 1577262236, b"{}")[:21]
    'sha256=87f62e59d22471'
    """
    return "sha256=" + hmac.digest(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hex()


def judge(status: int, answer: Mapping | None = None) -> Verdict:
    """Return what a status, and where the provider answers so an ``errcode`` in the body, say.

    >>> judge(200), judge(200, {"errcode": 0}), judge(200, {"errcode": 45009}), judge(200, {"errcode": 93000})
    (<Verdict.TAKEN: 'taken'>, <Verdict.TAKEN: 'taken'>, <Verdict.LATER: 'later'>, <Verdict.REFUSED: 'refused'>)
    >>> [judge(status).value for status in (204, 302, 404, 408, 429, 500, 502, 503, 504)]
    ['taken', 'refused', 'refused', 'later', 'later', 'later', 'unknown', 'later', 'unknown']
    """
    if status in (502, 504):
        return Verdict.UNKNOWN
    if status in (408, 425, 429) or status >= 500:
        return Verdict.LATER
    if not 200 <= status < 300:
        return Verdict.REFUSED
    if answer is None:
        return Verdict.TAKEN
    code = answer.get("errcode")
    if code == 0:
        return Verdict.TAKEN
    return Verdict.LATER if code in _BUSY else Verdict.REFUSED


def wait_of(header: str | None, now: datetime) -> timedelta:
    """Return how long a ``Retry-After`` asks to wait: seconds or a date (RFC 9110, 10.2.3); nothing said is 0.

    >>> now = datetime(2026, 10, 8, 2)
    >>> wait_of("120", now).seconds, wait_of("Thu, 08 Oct 2026 02:01:00 GMT", now).seconds, wait_of("soon", now).seconds
    (120, 60, 0)
    """
    if header and header.strip().isdecimal():
        return timedelta(seconds=min(int(header[:9]), 864_000))
    try:
        moment = parsedate_to_datetime(header or "")
    except ValueError:
        return timedelta(0)
    return max(moment.astimezone(UTC).replace(tzinfo=None) - now, timedelta(0))
