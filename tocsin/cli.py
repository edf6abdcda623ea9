"""The command line."""

import os


def main() -> None:
    """Run one verb."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line()
