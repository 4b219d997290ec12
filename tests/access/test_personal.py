"""Personal data is shown to those alone whom the policy names: each role, each reach, one by one."""

from access_case import AccessCase
from policy import ADDONS, ROLES, _read
from world import SERVED

NUMBER = "13800138000"


class TestPersonal(AccessCase):
    def test_the_mask_is_for_everybody_but_who_serves_the_firm(self):
        policy = _read(ADDONS / "park_enterprise/security/access_policy.yaml")["masked"]
        self.assertEqual(policy, {"res.partner": {"shown": "served"}})
        for label in ("own", "park"):
            firm = self.world.labelled("res.partner", label)[:1]
            firm.phone = NUMBER
            for role in ROLES[:8]:
                with self.subTest(role=role, firm=label):
                    seen = firm.with_user(self.world.users[role]).phone
                    self.assertEqual(seen == NUMBER, (role, label) in SERVED, seen)
