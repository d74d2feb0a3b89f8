from django.urls import path

from reports.views import agencies, communes, home, maps, nearest, overview, runs, search

app_name = "reports"
urlpatterns = [
    # first page and overview
    path("", home.home, name="home"),
    path("tong-quan/", overview.overview, name="overview"),
    path("tong-quan/bang-nhiet.xlsx", overview.heatmap_file, name="heatmap_file"),
    path("tong-quan/gan-dat/", nearest.nearest_page, name="nearest"),
    path("tong-quan/gan-dat.xlsx", nearest.nearest_file, name="nearest_file"),
    path("tong-quan/ban-do/", maps.province_map, name="province_map"),
    path("tong-quan/ban-do.svg", maps.map_drawing, name="map_drawing"),
    path("tong-quan/ban-do.xlsx", maps.map_file, name="map_file"),
    # search and the pages of communes and agencies
    path("tim/", search.search_all, name="search"),
    path("xa/", communes.commune_list, name="commune_list"),
    path("xa/<slug:code>/", communes.commune_detail, name="commune_detail"),
    path("co-quan/<slug:slug>/", agencies.agency_detail, name="agency_detail"),
    # reports
    path("bao-cao/", runs.run_list, name="run_list"),
    path("bao-cao/moi/", runs.request_run, name="request_run"),
    path("bao-cao/<int:pk>/", runs.run_detail, name="run_detail"),
    path("bao-cao/<int:pk>/tien-do/", runs.run_progress, name="run_progress"),
    path("bao-cao/<int:pk>/tep/", runs.run_file, name="run_file"),
    path("bao-cao/<int:pk>/lap-lai/", runs.render_again, name="render_again"),
]
