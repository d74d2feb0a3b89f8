from plans.urls import (
    assignments,
    commune_plans,
    difficulties,
    duties,
    programmes,
    proposals,
    red,
    sponsor_plans,
    sponsors,
    support,
    targets,
    tasks,
    urging,
    works,
)

app_name = "plans"
urlpatterns = [
    *assignments.urlpatterns,
    *sponsors.urlpatterns,
    *support.urlpatterns,
    *difficulties.urlpatterns,
    *works.urlpatterns,
    *programmes.urlpatterns,
    *tasks.urlpatterns,
    *urging.urlpatterns,
    *targets.urlpatterns,
    *red.urlpatterns,
    *sponsor_plans.urlpatterns,
    *commune_plans.urlpatterns,
    *duties.urlpatterns,
    *proposals.urlpatterns,
]
