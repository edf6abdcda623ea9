"""Every address of the house."""

from __future__ import annotations

from django.urls import include, path, re_path
from django.views.generic import RedirectView

urlpatterns = [
    # No mail leaves for accounts: an administrator gives a new password (`tocsin user password`).
    re_path(r"^account/password/reset/", RedirectView.as_view(pattern_name="account_login")),
    re_path(r"^account/(?:signup|email|confirm-email)/", RedirectView.as_view(pattern_name="account_login")),
    path("account/", include("allauth.urls")),
    path("", include("tocsin.publishing.urls")),
    path("", include("tocsin.delivery.urls")),
    path("", include("tocsin.desk.urls")),
    path("", include("tocsin.demo.urls")),
]
