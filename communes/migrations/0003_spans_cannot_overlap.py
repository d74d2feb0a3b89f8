from django.db import migrations

from communes.constraints import no_overlap


class Migration(migrations.Migration):
    """On PostgreSQL the database itself refuses two spans of one key that share a day."""

    dependencies = [("communes", "0002_places_say_how_sure_they_are")]

    operations = [
        no_overlap("communes_province", "province_spans_apart", "code"),
        no_overlap("communes_district", "district_spans_apart", "code"),
        no_overlap("communes_commune", "commune_spans_apart", "code"),
        no_overlap("communes_agency", "agency_spans_apart", "slug"),
        no_overlap("communes_communeclass", "commune_class_spans_apart", "commune_id"),
    ]
