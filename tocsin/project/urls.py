"""Every address of the house."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("tocsin.publishing.urls")),
    path("", include("tocsin.delivery.urls")),
    path("", include("tocsin.desk.urls")),
    path("", include("tocsin.demo.urls")),
]
