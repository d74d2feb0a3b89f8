from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class NtmPortalConfig(AppConfig):
    name = "ntm_portal"

    def ready(self) -> None:
        import ntm_portal.checks  # noqa: F401, PLC0415 -- Django's way to register checks


class OurStaticFilesConfig(StaticFilesConfig):
    """Leaves out what packages ship and no page asks for: compressing it takes most of a minute."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",  # the browsable API is off
        "bootstrap-*",
        "bootstrap.css*",
        "bootstrap.rtl*",
        "bootstrap.js*",
        "bootstrap.esm*",
        "bootstrap.min.js*",
        "bootstrap.bundle*",
        "xregexp.js",
        "jquery.js",
        "htmax-*",
        "htmx-4*",
        "htmx-2.js",
    ]
