import json
import secrets
from datetime import UTC
from urllib.parse import quote

from odoo import api, fields, models
from odoo.addons.park_guard.core import address
from odoo.addons.park_guard.models.park_outbound import OutboundError
from odoo.tools import SQL

from ..core import robot
from ..core.robot import Verdict
from .park_chase_channel import ChannelDownError, LaterError, RefusedError


class ParkChaseChannelPosted(models.AbstractModel):
    """Digests that are posted to an address of the zone; see ``park.chase.hook``.

    An heir says what is posted. ``_is_repeatable`` is whether the receiver tells a repetition by its key: where it
    does not, a digest of which nobody knows whether it arrived is not sent again but raised to people.
    """

    _name = "park.chase.channel.posted"
    _description = "Digest Posted to an Address"
    _inherit = ["park.chase.channel"]

    _key = None
    _is_repeatable = False

    @api.model
    def _is_open(self):
        found = [("channel", "=", self._key), ("is_on", "=", True)]
        return bool(self.env["park.chase.hook"].sudo().search_count(found, limit=1))  # sudo: whether there is one

    @api.model
    def _reachable_sql(self):
        return SQL(
            "EXISTS (SELECT 1 FROM park_chase_hook h WHERE h.company_id = c.company_id AND h.channel = %s AND h.is_on)",
            self._key,
        )

    @api.model
    def _provider(self, message):
        return f"{message.channel}/{message.company_id.id}"

    @api.model
    def _deliver(self, message, session):
        zone = [("company_id", "=", message.company_id.id), ("channel", "=", self._key), ("is_on", "=", True)]
        hook_sudo = self.env["park.chase.hook"].sudo().search(zone)  # sudo: address and secret, to post and no more
        if not hook_sudo:
            raise RefusedError(self.env._("This way was switched off."))
        if message.is_repetition and not self._is_repeatable:
            raise RefusedError(self._unknown())
        self._post(hook_sudo, self._prepare_post(message), message._key())
        hook_sudo.last_sent_at = fields.Datetime.now()

    @api.model
    def _try(self, hook_sudo):
        """Post a line for a person who tries a hook; return what went wrong, if anything."""
        text = self.env._("%(person)s tries the messages of %(zone)s.", **self._who_tries(hook_sudo))
        try:
            self._post(hook_sudo, self._prepare_line(text), f"park-try-{secrets.token_hex(8)}")
        except (LaterError, RefusedError) as error:
            return str(error)
        return None

    def _who_tries(self, hook_sudo):
        return {"person": robot.plain(self.env.user.name), "zone": robot.plain(hook_sudo.company_id.name)}

    @api.model
    def _prepare_post(self, message):
        """Return the body of a digest as JSON values."""
        raise NotImplementedError

    @api.model
    def _prepare_line(self, text):
        """Return the body of one line as JSON values."""
        raise NotImplementedError

    @api.model
    def _signed(self, hook_sudo, body, key):
        """Return the address and the headers for a body."""
        return hook_sudo.address, {}

    @api.model
    def _timestamp(self):
        """Return the seconds since 1970; robots refuse what is an hour off."""
        return int(fields.Datetime.now().replace(tzinfo=UTC).timestamp())

    @api.model
    def _answered(self, answer):
        """Return what the body of an answer says, ``{}`` where it cannot be read; None where only the status counts."""
        try:
            found = json.loads(answer.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _post(self, hook_sudo, values, key):
        """Post JSON values; raises ``LaterError``, ``ChannelDownError`` or ``RefusedError`` without any secret."""
        body = json.dumps(values, ensure_ascii=False).encode()
        url, headers = self._signed(hook_sudo, body, key)
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "ParkDesk", **headers}
        try:
            answer = self.env["park.outbound"]._post(url, body, headers)
        except address.AddressError as error:
            raise RefusedError(self.env["park.chase.hook"]._words(error)) from None
        except OutboundError as error:
            if error.was_sent and not self._is_repeatable:
                raise RefusedError(self._unknown()) from None
            raise ChannelDownError(str(error)) from None
        self._judge(answer, hook_sudo)

    def _judge(self, answer, hook_sudo):
        found = self._answered(answer)
        verdict = robot.judge(answer.status, found)
        reason = self._said(answer, found, hook_sudo)
        if verdict == Verdict.REFUSED:
            raise RefusedError(reason)
        if verdict == Verdict.UNKNOWN and not self._is_repeatable:
            raise RefusedError(self._unknown())
        if verdict != Verdict.TAKEN:
            asked = robot.wait_of(answer.headers.get("retry-after"), fields.Datetime.now())
            too_fast = robot.SLOW_DOWN if answer.status == 200 else asked
            raise ChannelDownError(reason, max(asked, too_fast))

    def _said(self, answer, found, hook_sudo):
        """Return what a provider said, in short and without what it may echo of address and secret."""
        text = f"HTTP {answer.status}"
        if found and "errcode" in found:
            text = f"{text}: {found['errcode']} {found.get('errmsg', '')}"[:200]
        hidden = {hook_sudo.secret, hook_sudo.address, *(hook_sudo.address or "").replace("?", "&").split("&")[1:]}
        hidden |= {part.partition("=")[2] for part in hidden if part and "=" in part}
        for part in sorted(filter(None, hidden), key=len, reverse=True):
            text = text.replace(part, "…")
        return text

    def _unknown(self):
        return self.env._("Nobody knows whether it arrived; it is not sent again, for it would be there twice.")

    def _items(self, message):
        """Return ``[(what, title, link)]`` of a digest in the person's language; restricted titles stay inside."""
        base = message.company_id.get_base_url()
        hidden = message.env._("A matter of restricted access")
        return [
            (
                message.env._("%(what)s, due %(due)s", what=robot.plain(event._what()), due=event.deadline_id.due_on),
                hidden if event.is_restricted else " ".join(filter(None, (event.deadline_id.title, event.text))),
                base + event.deadline_id._deep_link(),
            )
            for event in message._sorted_events()
        ]

    def _markdown(self, message, most_bytes):
        """Return heading and text of a digest as markdown."""
        message = message._for_reader()
        person = robot.plain(message.user_id.sudo().name)  # sudo: the name of whoever is told
        heading = message.env._(
            "%(person)s: %(count)s limits need you", person=person, count=len(message.event_ids.deadline_id)
        )
        link = f"{message.company_id.get_base_url()}/odoo/park-chase-log"
        more = message.env._("[All in the chase log](%(link)s)", link=link)
        return heading, robot.markdown(heading, self._items(message), more, most_bytes)


class ParkChaseChannelWecom(models.AbstractModel):
    """Digests to a group of WeCom, whose robot the zone has added."""

    _name = "park.chase.channel.wecom"
    _description = "Digest to a WeCom Group"
    _inherit = ["park.chase.channel.posted"]

    _key = "wecom"

    @api.model
    def _prepare_post(self, message):
        return self._prepare_line(self._markdown(message, robot.WECOM_BYTES)[1])

    @api.model
    def _prepare_line(self, text):
        return {"msgtype": "markdown", "markdown": {"content": text}}


class ParkChaseChannelDingtalk(models.AbstractModel):
    """Digests to a group of DingTalk; its robot must be set to check signatures."""

    _name = "park.chase.channel.dingtalk"
    _description = "Digest to a DingTalk Group"
    _inherit = ["park.chase.channel.posted"]

    _key = "dingtalk"

    @api.model
    def _prepare_post(self, message):
        title, text = self._markdown(message, robot.DINGTALK_BYTES)
        return {"msgtype": "markdown", "markdown": {"title": title, "text": text.replace("\n", "\n\n")}}

    @api.model
    def _prepare_line(self, text):
        return {"msgtype": "markdown", "markdown": {"title": text, "text": text}}

    @api.model
    def _signed(self, hook_sudo, body, key):
        timestamp = self._timestamp() * 1000
        sign = quote(robot.dingtalk_signature(hook_sudo.secret, timestamp), safe="")
        joint = "&" if "?" in hook_sudo.address else "?"
        return f"{hook_sudo.address}{joint}timestamp={timestamp}&sign={sign}", {}


class ParkChaseChannelWebhook(models.AbstractModel):
    """Digests as JSON to an address of the zone's own, signed, under a key that tells repetitions."""

    _name = "park.chase.channel.webhook"
    _description = "Digest to a Webhook"
    _inherit = ["park.chase.channel.posted"]

    _key = "webhook"
    _is_repeatable = True

    @api.model
    def _prepare_post(self, message):
        message = message._for_reader()
        names = ("what", "title", "url")
        return {
            "key": message._key(),
            "zone": message.company_id.name,
            "to": message.user_id.sudo().login,  # sudo: whom the receiver is to pass it on to
            "items": [dict(zip(names, item, strict=True)) for item in self._items(message)],
        }

    @api.model
    def _prepare_line(self, text):
        return {"text": text}

    @api.model
    def _signed(self, hook_sudo, body, key):
        timestamp = self._timestamp()
        return hook_sudo.address, {
            "Idempotency-Key": key,
            "X-Park-Timestamp": str(timestamp),
            "X-Park-Signature": robot.webhook_signature(hook_sudo.secret, timestamp, body),
        }

    @api.model
    def _answered(self, answer):
        return None
