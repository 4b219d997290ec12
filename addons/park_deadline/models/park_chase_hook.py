from odoo import api, fields, models
from odoo.addons.park_guard.core import address
from odoo.exceptions import UserError, ValidationError

KINDS = [("wecom", "WeCom Group Robot"), ("dingtalk", "DingTalk Group Robot"), ("webhook", "Signed Webhook")]


class ParkChaseHook(models.Model):
    """Where a zone's digests are posted besides mail: a group robot or an address of its own; off until switched on.

    Address and secret can be set and never read again, by nobody: who has them speaks in the zone's name.
    """

    _name = "park.chase.hook"
    _description = "Robot or Webhook of a Zone"
    _inherit = ["park.guard.mixin"]
    _order = "company_id, channel"
    _rec_name = "channel"

    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, ondelete="cascade", default=lambda self: self.env.company
    )
    channel = fields.Selection(KINDS, "Kind", required=True)
    is_on = fields.Boolean("Switched On", help="Only then rungs of this kind are sent; else the to-do has to do.")
    address = fields.Char(copy=False, groups=fields.NO_ACCESS)
    secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    new_address = fields.Char(
        "Address",
        compute="_compute_new",
        inverse="_inverse_address",
        help="As the provider shows it, https only; kept, and never shown again.",
    )
    new_secret = fields.Char(
        "Secret", compute="_compute_new", inverse="_inverse_secret", help="Kept, and never shown again."
    )
    host = fields.Char("Server", compute="_compute_host", compute_sudo=True, help="Of the address; the rest is secret.")
    has_secret = fields.Boolean(compute="_compute_host", compute_sudo=True)
    last_sent_at = fields.Datetime("Last Taken", readonly=True)

    _zone_uniq = models.Constraint("UNIQUE (company_id, channel)", "The zone has one of this kind already.")
    _set_up = models.Constraint(
        "CHECK (is_on IS NOT TRUE OR address IS NOT NULL AND (channel = 'wecom' OR secret IS NOT NULL))",
        "Enter the address, and but for WeCom the secret, before it is switched on.",
    )

    def _compute_new(self):
        """Show nothing: what was entered is not handed out."""
        self.new_address = self.new_secret = False

    @api.depends("address", "secret")
    def _compute_host(self):
        for hook in self:
            hook.host = address.parse(hook.address).host if hook.address else False
            hook.has_secret = bool(hook.secret)

    def _inverse_address(self):
        for hook in self.filtered("new_address"):
            hook.sudo().address = hook._checked(hook.new_address.strip())  # sudo: written, never read
            hook._audit("hook.address", {"host": hook.host})

    def _inverse_secret(self):
        for hook in self.filtered("new_secret"):
            hook.sudo().secret = hook.new_secret.strip()  # sudo: written, never read
            hook._audit("hook.secret")

    def _checked(self, url):
        """Return an address that may be called, or say what is wrong with it."""
        try:
            address.parse(url)
        except address.AddressError as error:
            raise ValidationError(self._words(error)) from error
        return url

    @api.model
    def _words(self, error):
        """Return what an ``AddressError`` means."""
        _ = self.env._
        return {
            "scheme": _("Only addresses that begin with https:// are called."),
            "private": _(
                "The address leads into the network of this server. The system administrator can allow the machine "
                "with the system parameter park_guard.outbound_private."
            ),
        }.get(error.args[0], _("This is not an address that can be called."))

    @api.model_create_multi
    def create(self, vals_list):
        hooks = super().create(vals_list)
        hooks._audit("hook.create")
        return hooks

    def write(self, vals):
        result = super().write(vals)
        if kept := vals.keys() & {"channel", "is_on", "company_id"}:
            self._audit("hook.write", {"values": {name: vals[name] for name in kept}})
        return result

    @api.ondelete(at_uninstall=False)
    def _audit_unlink(self):
        self._audit("hook.unlink", {"channels": self.mapped("channel")})

    def action_try(self):
        """Post a line that says who tried it, and tell what the provider answered; administrators of the zone."""
        self.ensure_one()
        self.check_access("write")
        channel = self.env["park.chase.channel"]._channels()[self.channel]
        problem = channel._try(self.sudo())  # sudo: address and secret, to post and no more
        if problem:
            raise UserError(self.env._("It did not arrive: %(reason)s", reason=problem))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("It was taken.")},
        }
