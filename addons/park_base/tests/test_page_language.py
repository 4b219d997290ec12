from lxml import html
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPageLanguage(HttpCase):
    def language_of(self, url):
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content).get("lang")

    def test_every_kind_of_page_says_its_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        new_test_user(self.env, "base_chinese", "base.group_user", lang="zh_CN")
        new_test_user(self.env, "base_portal", "base.group_portal", lang="zh_CN")
        self.assertTrue(self.language_of("/web/login"), "login")
        self.authenticate("base_chinese", "base_chinese")
        self.assertEqual(self.language_of("/odoo"), "zh-CN", "backend")
        if "portal.mixin" in self.env:
            self.authenticate("base_portal", "base_portal")
            self.assertEqual(self.language_of("/my"), "zh-CN", "portal")
