"""Addresses of the members app."""

from django.urls import path

from decentwork_site.members import views

app_name = "members"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("link/<str:secret>/", views.use_link, name="link"),
    path("account/", views.account, name="account"),
    path("drafts/", views.draft, name="draft"),
    path("members/", views.member_list, name="list"),
    path("members/<str:name>/", views.member_page, name="member"),
]
