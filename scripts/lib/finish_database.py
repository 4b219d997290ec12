# Fed to `odoo shell` once, when the database is new: `env` is the superuser's environment.
import os

admin = env.ref("base.user_admin")  # noqa: F821
admin.password = os.environ["PARKDESK_ADMIN_PASSWORD"]
env["res.partner"].with_context(active_test=False).search([]).write({"lang": "zh_CN"})  # noqa: F821
env["ir.default"].set("res.partner", "lang", "zh_CN")  # noqa: F821
admin.tz = "Asia/Shanghai"
env.cr.commit()  # noqa: F821
