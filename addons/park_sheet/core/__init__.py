"""Sheets as data and their renderers: plain Python, without Odoo, clock or network."""
