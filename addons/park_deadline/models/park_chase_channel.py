import smtplib
from datetime import timedelta
from email.errors import MessageError

from odoo import api, models
from odoo.addons.base.models import ir_mail_server
from odoo.exceptions import UserError
from odoo.tools import SQL, config, email_normalize

# No step of a conversation with a mail server waits longer; core's 60 seconds let a dead one hold a
# worker for minutes. It holds for all mail of this server.
ir_mail_server.SMTP_TIMEOUT = 5


class LaterError(Exception):
    """The provider does not take this message now; ``wait`` is how long it asks to be left alone, if it says so."""

    def __init__(self, reason, wait=timedelta(0)):
        super().__init__(reason)
        self.wait = wait


class ChannelDownError(LaterError):
    """The provider does not answer, or takes nothing now: nothing is wrong with the message."""


class RefusedError(Exception):
    """The provider will never take this message: a wrong address, for example."""


class ParkChaseChannel(models.AbstractModel):
    """A way to bring a digest to a person. An addon adds one by a model and two selection values.

    ``park.chase.channel.<key>`` inherits this model and answers ``_is_open``, ``_reachable_sql`` and
    ``_deliver``; ``<key>`` joins the selections of ``park.deadline.rung.channel`` and
    ``park.deadline.event.channel``.
    """

    _name = "park.chase.channel"
    _description = "Way to Bring a Digest"

    @api.model
    def _channels(self):
        """Return ``{key: model}`` of the ways there are."""
        return {
            key: self.env[f"park.chase.channel.{key}"]
            for key, _label in self.env["park.deadline.rung"]._fields["channel"]._description_selection(self.env)
            if f"park.chase.channel.{key}" in self.env
        }

    @api.model
    def _reachable(self):
        """Return the SQL condition that user ``u``, partner ``partner``, is reached by the way of rung ``r``.

        ``c`` is the clock: its zone may have set the way up or not.
        """
        ways = [
            SQL("(r.channel = %s AND %s)", key, channel._reachable_sql())
            for key, channel in self._channels().items()
            if channel._is_open()
        ]
        return SQL("(%s)", SQL(" OR ").join(ways)) if ways else SQL("FALSE")

    @api.model
    def _is_open(self):
        """Return whether the way is set up at all; where it is not, the to-do has to do."""
        raise NotImplementedError

    @api.model
    def _reachable_sql(self):
        """Return the SQL condition that a person (``u``, ``partner``) has an address there; ``c`` is the clock."""
        raise NotImplementedError

    @api.model
    def _deliver(self, message, session):
        """Hand one ``park.deadline.message`` to the provider within 5 seconds a step.

        ``session`` is a dict that lives as long as the run, for a connection that is kept. Called
        with nothing locked but the message; a crash after it and before the commit repeats it with
        the same ``message._key()``, which the provider is given to tell a repetition by.

        Raises ChannelDownError, LaterError or RefusedError; whatever else it raises puts the message aside.
        """
        raise NotImplementedError

    @api.model
    def _provider(self, message):
        """Return the key of who is asked to deliver a message: when one is down, the others are still asked."""
        return message.channel

    @api.model
    def _close(self, session):
        """End the connection of a run, if there is one."""


class ParkChaseChannelMail(models.AbstractModel):
    """Digests by mail, through the outgoing mail server that is set up in Odoo."""

    _name = "park.chase.channel.mail"
    _description = "Digest by Mail"
    _inherit = ["park.chase.channel"]

    @api.model
    def _is_open(self):
        """Return whether an outgoing mail server is set up, in Odoo or in its configuration file."""
        servers = self.env["ir.mail_server"].sudo().search_count([], limit=1)  # sudo: whether there is one
        return bool(servers) or config.get("smtp_server") not in (False, None, "", "localhost")

    @api.model
    def _reachable_sql(self):
        return SQL("partner.email LIKE '%%@%%'")

    @api.model
    def _deliver(self, message, session):
        server = self.env["ir.mail_server"].sudo()  # sudo: the sender's own business
        mail = self._prepare_mail(server, message)
        try:
            if "smtp" not in session:
                session["smtp"] = server._connect__(smtp_from=mail["From"])
            smtp_from, smtp_to, mail = server._prepare_email_message__(mail, session["smtp"])
            session["smtp"].send_message(mail, smtp_from, smtp_to)
        except smtplib.SMTPRecipientsRefused as error:
            self._refused(error.recipients.values())
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            self._refused([(error.smtp_code, error.smtp_error)])
        except (OSError, smtplib.SMTPException, UserError) as error:  # OSError: time-outs and TLS too
            self._close(session)
            raise ChannelDownError(f"{type(error).__name__}: {error}") from error

    def _refused(self, answers):
        """Tell what is refused for good (5xx) from what may work later."""
        code, text = next(iter(answers))
        reason = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
        raise RefusedError(reason) if code >= 500 else LaterError(reason)

    @api.model
    def _prepare_mail(self, server, message):
        """Return the mail of a digest; its Message-ID is the same however often it is built."""
        user_sudo = message.user_id.sudo()  # sudo: the address of whoever is told
        address = email_normalize(user_sudo.email)
        if not address:
            raise RefusedError(self.env._("%(person)s has no valid mail address.", person=user_sudo.name))
        subject, body = message._content()
        try:
            return server._build_email__(
                email_from=message.company_id.email_formatted or server._get_default_from_address(),
                email_to=[address],
                subject=subject,
                body=body,
                subtype="html",
                message_id=f"<{message._key()}@parkdesk.invalid>",
                headers={"X-Park-Key": message._key(), "Auto-Submitted": "auto-generated"},
            )
        except (AssertionError, MessageError) as error:
            raise RefusedError(str(error)) from error

    @api.model
    def _close(self, session):
        smtp = session.pop("smtp", None)
        if smtp is not None:
            smtp.close()
