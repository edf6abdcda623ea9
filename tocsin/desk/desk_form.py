"""What every form of the desk has in common: plain labels, and each refusal beside the field it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

from tocsin.desk.views.asking import REFUSALS
from tocsin.exposure.errors import ValueImpossible
from tocsin.wording import translated

T = TypeVar("T")


class DeskForm(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, (forms.TextInput, forms.Textarea)):
                # What is typed runs in its own direction, whatever the page's is.
                field.widget.attrs.setdefault("dir", "auto")

    def refuse(self, error: Exception) -> None:
        """Show a room's refusal: beside the field that it names, or above the form."""
        if not isinstance(error, ValueImpossible):
            self.add_error(None, translated(error))
            return
        choices = [translated(choice) for choice in getattr(error, "choices", ())]
        listed = " " + "; ".join(choices) + "." if choices else ""
        words = f"{translated(error.problem)}{listed} {translated(error.remedy)}"
        self.add_error(error.field if error.field in self.fields else None, words)


F = TypeVar("F", bound=DeskForm)


def asked(form: type[F], request: HttpRequest, /, **options: Any) -> F:
    """Return the form of that kind, with what was posted in it where something was."""
    posted = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    return form(**posted, **options)


def carried_out(form: DeskForm, act: Callable[[dict[str, Any]], T]) -> T | None:
    """Return what `act` makes of the form's values; None where nothing was posted or something was refused.

    The refusal stands in the form then, and everything that was typed with it.
    """
    if not form.is_valid():
        return None
    try:
        return act(dict(form.cleaned_data))
    except REFUSALS as error:
        form.refuse(error)
        return None
