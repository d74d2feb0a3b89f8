"""How many queries the figures of a report take."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(gather, run):
    """Of a run as the worker finds it: nothing read before."""
    fresh = type(run).objects.select_related("agency", "criteria_set").get(pk=run.pk)
    with CaptureQueriesContext(connection) as asked:
        gather(fresh)
    return len(asked)
