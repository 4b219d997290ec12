"""No way in from outside gives more than the policy promises: HTTP, role by role, model by model."""

import os
import time
from itertools import groupby

from channel_case import ChannelCase
from policy import ROLES
from probe import DECLINED, REFUSED

IS_LONG = bool(os.environ.get("PARKDESK_LONG"))


class TestChannels(ChannelCase):
    def test_no_channel_shows_or_changes_what_is_not_promised(self):
        start, found = time.monotonic(), []
        probes = [
            (role, model, probe)
            for role in ROLES
            for model in sorted(self.world.records)
            for probe in self.probes(role, model)
        ]
        chosen = probes if IS_LONG else self.sample(probes)
        for role, named in groupby(chosen, lambda one: one[0]):
            self.log_in(role)
            found += self.differences_of(role, [probe for _role, _model, probe in named])
        refused = sum(probe.expect in (REFUSED, DECLINED) for _role, _model, probe in chosen)
        channels = {probe.channel for _role, _model, probe in chosen}
        print(
            f"\n{len(chosen)} of {len(probes)} probes through {len(channels)} channels, "
            f"{refused} to be refused, in {time.monotonic() - start:.0f} s"
        )
        self.assertFalse(found, f"\n{len(found)} differences\n" + "\n".join(found))

    def differences_of(self, role, probes):
        """Return a sentence for each thing that a probe shows or changes against the policy."""
        found, before = [], self.rows_hash()
        for probe in probes:
            found += self.try_out(role, probe)
            now = self.rows_hash()
            changed = [model for model in now if now[model] != before[model]]
            found += [f"{role}: {probe.channel} {probe.path} ({probe.label}) changed {name}" for name in changed]
            before = now
        return found
