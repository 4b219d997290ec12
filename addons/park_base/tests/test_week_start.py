from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestWeekStart(TransactionCase):
    def setUp(self):
        super().setUp()
        self.chinese = self.env["res.lang"].with_context(active_test=False).search([("code", "=", "zh_CN")])

    def test_chinese_weeks_begin_on_monday(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertEqual(self.chinese.week_start, "1")

    def test_activating_the_language_later_sets_monday(self):
        self.env["res.users"].search([("lang", "=", "zh_CN")]).lang = "en_US"
        self.env["res.partner"].with_context(active_test=False).search([("lang", "=", "zh_CN")]).lang = "en_US"
        self.chinese.write({"active": False, "week_start": "7"})
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertEqual(self.chinese.week_start, "1")

    def test_the_switch_leaves_sunday_alone(self):
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.park_week_from_monday)
        settings.park_week_from_monday = False
        settings.set_values()
        self.chinese.week_start = "7"
        self.env["res.lang"]._park_apply_week_start()
        self.assertEqual(self.chinese.week_start, "7")
        self.assertFalse(self.env["res.config.settings"].create({}).park_week_from_monday)
