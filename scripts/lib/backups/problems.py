"""What went wrong, in words for the person at the keyboard."""


class Problem(Exception):
    """A message and what to do about it; the scripts print both and end with status 1."""

    def __init__(self, message, remedy):
        super().__init__(message)
        self.remedy = remedy
