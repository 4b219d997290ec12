from odoo import api, fields, models

from .res_users_password import CLASSES, DAYS, HISTORY

LIMITED = {  # {prefix of the fields: group whose sessions they limit}
    "staff": "base.group_user",
    "admin": "park_guard.group_park_admin",
    "portal": "base.group_portal",
}
SYSTEM = "base.group_system"  # limited like the administrators of the park


class ResConfigSettings(models.TransientModel):
    """How people log in. Everything is off until somebody switches it on."""

    _inherit = "res.config.settings"

    park_profile_id = fields.Many2one(
        "park.security.profile", "Take over", help="Fills in the values below; nothing holds before you save."
    )
    park_profile_source = fields.Char(related="park_profile_id.source", related_sudo=False)
    park_required_group_ids = fields.Many2many(
        "res.groups", "park_settings_required_rel", "settings_id", "group_id", "Second factor required of"
    )
    park_recommended_group_ids = fields.Many2many(
        "res.groups", "park_settings_recommended_rel", "settings_id", "group_id", "Second factor recommended to"
    )
    park_password_classes = fields.Integer("Classes of characters", config_parameter=CLASSES)
    park_password_days = fields.Integer("Valid for", config_parameter=DAYS)
    park_password_history = fields.Integer("Last passwords refused", config_parameter=HISTORY)
    park_staff_idle_minutes = fields.Integer("Staff: minutes idle")
    park_admin_idle_minutes = fields.Integer("Administrators: minutes idle")
    park_portal_idle_minutes = fields.Integer("Portal: minutes idle")
    park_staff_session_hours = fields.Integer("Staff: hours at most")
    park_admin_session_hours = fields.Integer("Administrators: hours at most")
    park_portal_session_hours = fields.Integer("Portal: hours at most")

    @api.onchange("park_profile_id")
    def _onchange_park_profile(self):
        """Fill in the values of a profile."""
        profile = self.park_profile_id
        if not profile:
            return
        self.minlength = profile.password_length
        for name in ("password_classes", "password_days", "password_history"):
            self[f"park_{name}"] = profile[name]
        for who in LIMITED:
            for name in (f"{who}_idle_minutes", f"{who}_session_hours"):
                self[f"park_{name}"] = profile[name]
        staff = self.env.ref("base.group_user")
        self.park_required_group_ids = staff if profile.is_second_factor_required else False
        self.park_recommended_group_ids = False

    @api.model
    def get_values(self):
        values = super().get_values() | self._park_session_limits()
        groups = self.env["res.groups"].search([("park_second_factor", "!=", False)])
        for level in ("required", "recommended"):
            of_level = groups.filtered(lambda group, level=level: group.park_second_factor == level)
            values[f"park_{level}_group_ids"] = [fields.Command.set(of_level.ids)]
        return values

    @api.model
    def _park_session_limits(self):
        """Return ``{field: limit}`` as the groups hold them."""
        limits = {}
        for who, xml_id in LIMITED.items():
            group = self.env.ref(xml_id)
            limits[f"park_{who}_idle_minutes"] = group.lock_timeout_inactivity
            limits[f"park_{who}_session_hours"] = group.lock_timeout // 60
        return limits

    @api.model
    def _park_log_in_rules(self):
        """Return ``{name: value}`` of all rules, as the audit keeps them."""
        groups = self.env["res.groups"].search([("park_second_factor", "!=", False)])
        passwords = {key: self.env["res.users"]._park_password_setting(key) for key in (CLASSES, DAYS, HISTORY)}
        passwords["length"] = self.env["res.users"]._park_password_setting("auth_password_policy.minlength")
        factors = {group.full_name: group.park_second_factor for group in groups}
        return passwords | self._park_session_limits() | {"second_factor": factors}

    def set_values(self):
        """Save; what changes about logging in is recorded."""
        before = self._park_log_in_rules()
        result = super().set_values()
        self._park_apply_second_factor()
        self._park_apply_session_limits()
        if self.park_password_days:
            self.env["res.users"]._park_begin_password_terms()
        after = self._park_log_in_rules()
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        if changes:
            self.env["park.audit"]._log("config.log_in", "res.config.settings", detail={"changes": changes})
        return result

    def _park_apply_second_factor(self):
        """Write the level of each group that has to change."""
        required = self.park_required_group_ids
        wanted = dict.fromkeys(self.park_recommended_group_ids - required, "recommended")
        wanted |= dict.fromkeys(required, "required")
        present = self.env["res.groups"].search([("park_second_factor", "!=", False)])
        for group in present | required | self.park_recommended_group_ids:
            if group.park_second_factor != (level := wanted.get(group, False)):
                group.park_second_factor = level

    def _park_apply_session_limits(self):
        for who, xml_id in LIMITED.items():
            groups = self.env.ref(xml_id) | (self.env.ref(SYSTEM) if who == "admin" else self.env["res.groups"])
            vals = {
                "lock_timeout_inactivity": max(self[f"park_{who}_idle_minutes"], 0),
                "lock_timeout": max(self[f"park_{who}_session_hours"], 0) * 60,
            }
            for group in groups:
                if any(group[name] != value for name, value in vals.items()):
                    group.write(vals)
