"""Rules about firms in plain Python: no odoo import, no clock, no database."""
