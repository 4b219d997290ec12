from odoo import fields, models


class ParkSecurityProfile(models.Model):
    """A set of values for log-ins, with the standard that asks for it; the settings take one over."""

    _name = "park.security.profile"
    _description = "Log-in Rules"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    source = fields.Char(required=True, translate=True, help="Standard and clause, and where the numbers come from.")
    effective_from = fields.Date()
    is_second_factor_required = fields.Boolean("Second factor required of all staff")
    password_length = fields.Integer()
    password_classes = fields.Integer()
    password_days = fields.Integer()
    password_history = fields.Integer()
    staff_idle_minutes = fields.Integer()
    admin_idle_minutes = fields.Integer()
    portal_idle_minutes = fields.Integer()
    staff_session_hours = fields.Integer()
    admin_session_hours = fields.Integer()
    portal_session_hours = fields.Integer()

    _classes = models.Constraint("CHECK(password_classes BETWEEN 0 AND 4)", "There are four classes of characters.")
    _no_less = models.Constraint(
        """CHECK(LEAST(password_length, password_days, password_history, staff_idle_minutes, admin_idle_minutes,
                 portal_idle_minutes, staff_session_hours, admin_session_hours, portal_session_hours) >= 0)""",
        "0 switches a rule off; nothing is below it.",
    )
