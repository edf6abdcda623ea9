"""Django's settings for a worker of django-tasks: Tocsin's own, with that application and its queue in the same database."""

from __future__ import annotations

from tocsin.project.settings import *  # noqa: F403
from tocsin.project.settings import INSTALLED_APPS as _OURS

INSTALLED_APPS = [*_OURS, "django_tasks", "django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
