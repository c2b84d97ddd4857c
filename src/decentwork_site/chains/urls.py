"""Addresses of pages (with their language before them) and of files (without)."""

from django.urls import path

from decentwork_site.chains import views

app_name = "chains"

urlpatterns = [
    path("", views.home, name="home"),
    path("chains/", views.chain_list, name="list"),
    path("chains/<str:place>/<slug:slug>/", views.dossier, name="dossier"),
    path("chains/<str:place>/<slug:slug>/figures/<str:figure>/", views.figure, name="figure"),
    path("data/", views.data, name="data"),
    path("method/", views.method, name="method"),
]

files = (
    [
        path("chains.csv", views.chain_list_file, name="list"),
        path("<str:place>/<slug:slug>/dossier.<str:kind>", views.dossier_file, name="dossier"),
        path("<str:place>/<slug:slug>/<slug:exhibit>.<str:kind>", views.exhibit_file, name="chart"),
    ],
    "files",
)
