"""Odoo's command line as a script: prefork workers start themselves anew by its path."""

import odoo.cli

odoo.cli.main()
