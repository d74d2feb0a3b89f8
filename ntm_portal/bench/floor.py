"""The floor: a signed-in page in the portal's own frame that reads one row and renders ten lines.

Only the bench serves it.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from communes.models import Commune

TEMPLATE = """{% extends "layout/base.html" %}{% block content %}<ul>
{% for line in lines %}<li>{{ line }}: {{ commune.name }}</li>{% endfor %}
</ul>{% endblock %}"""


PAGE = engines["django"].from_string(TEMPLATE)


def floor(request: HttpRequest) -> HttpResponse:
    commune = Commune.objects.order_by("pk").first()
    return HttpResponse(PAGE.render({"commune": commune, "lines": range(10)}, request))


urlpatterns = [path("", include("ntm_portal.urls")), path("san/", floor, name="floor")]
