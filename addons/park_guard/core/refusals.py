class RefusedFile(ValueError):
    """A file that cannot be kept: ``reason`` is a key, ``name`` the file, ``values`` what the message needs."""

    def __init__(self, reason, name, **values):
        super().__init__(f"{name}: {reason}")
        self.reason, self.name, self.values = reason, name, values
