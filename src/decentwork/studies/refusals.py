"""Why a study's folder refuses: nothing is there, something is there already, or it changed."""

from decentwork.estimates.errors import InputError
from decentwork.surveys.design import SurveyDesign


class NotAStudy(InputError):
    """A folder holds no study, or not the part of it that is asked for."""

    def __init__(self, path: str, missing: str, hint: str) -> None:
        self.path, self.missing, self.hint = path, missing, hint
        super().__init__(f"{path}: there is no {missing} here. {hint}")


class AlreadyThere(InputError):
    """What is to be made exists already, and is not overwritten."""

    def __init__(self, path: str, what: str, hint: str) -> None:
        self.path, self.what, self.hint = path, what, hint
        super().__init__(f"{path}: {what} {hint}")


class DesignChanged(InputError):
    """Another design was put in place since the one that a new one was made from was read."""

    def __init__(self, path: str, present: SurveyDesign) -> None:
        self.path, self.present = path, present
        super().__init__(f"{path}: the design was changed meanwhile. Compare it with yours.")
