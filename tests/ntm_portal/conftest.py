import pytest
from django.core.management import call_command


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """Everything real, loaded once for the module and swept away after it."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)
