"""The members app: people, organisations, roles."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Its tables are named after it; sign-ins and refusals are recorded."""

    name = "decentwork_site.members"
    label = "members"

    def ready(self) -> None:
        """Listen to what Django and axes tell."""
        from axes.signals import user_locked_out
        from django.contrib.auth.signals import user_logged_in

        from decentwork_site.members import writes

        user_logged_in.connect(writes.record_sign_in)
        user_locked_out.connect(writes.record_lock_out)
