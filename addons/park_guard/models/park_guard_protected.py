from odoo import api, models

TOKEN_KEY = "park_guard_token"
TOKEN = object()  # compared by identity: nothing that arrives from outside can be this object


class ParkGuardProtected(models.AbstractModel):
    """Fields that only named verbs change: state, number, zone, author.

    What a caller sends for them is dropped, whether it comes as values, as ``default_`` context,
    as a stored user default or through an import. Verbs write them through ``_unlocked()``.
    """

    _name = "park.guard.protected"
    _description = "Park Guard: Protected Fields"

    _guard_protected = ()  # names; those of every extension and parent of the model add up

    @api.model
    def _protected_names(self):
        """Return the names of all protected fields, those of extensions included."""
        return {
            name
            for model_class in type(self).mro()
            for name in vars(model_class).get("_guard_protected", ())
            if name in self._fields
        }

    def _unlocked(self):
        """Return self able to write protected fields, without the caller's context defaults."""
        context = {key: value for key, value in self.env.context.items() if not key.startswith("default_")}
        # keys are taken away, hence: pylint: disable-next=context-overridden
        return self.with_context(context | {TOKEN_KEY: TOKEN})

    def _is_unlocked(self):
        return self.env.su or self.env.context.get(TOKEN_KEY) is TOKEN

    def _drop_protected(self, vals):
        """Return ``vals`` without the fields that this caller cannot set."""
        if self._is_unlocked():
            return vals
        protected = self._protected_names()
        return {name: value for name, value in vals.items() if name not in protected}

    def _without_protected_defaults(self):
        """Return self without ``default_`` context for protected fields, elevated rights or not."""
        forged = {f"default_{name}" for name in self._protected_names()} & self.env.context.keys()
        if not forged:
            return self
        # keys are taken away, hence: pylint: disable-next=context-overridden
        return self.with_context({k: v for k, v in self.env.context.items() if k not in forged})

    @api.model
    def default_get(self, fields):
        """Take protected fields from the model's own default only."""
        self = self._without_protected_defaults()
        protected = self._protected_names()
        defaults = super().default_get([name for name in fields if name not in protected])
        for name in protected.intersection(fields):
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                defaults[name] = field.convert_to_write(value, self)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        env = self.env
        self = self._without_protected_defaults()
        return super().create([self._drop_protected(vals) for vals in vals_list]).with_env(env)

    def write(self, vals):
        return super().write(self._drop_protected(vals))
