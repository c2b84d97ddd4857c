"""The one template language of site and library: Jinja2, translated by Django's catalogues."""

from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime, make_aware
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import decentwork
from decentwork.reporting.maps import WorldMap, world_map
from decentwork.reporting.numbers import count_text
from decentwork.reporting.pages import FRAGMENTS
from decentwork.reporting.problem_words import problem_text


def environment(**options: Any) -> Environment:  # noqa: ANN401 (Django's options)
    """Return the environment of all templates: the site's own, then the library's fragments."""
    folders = [*options.pop("loader").searchpath, FRAGMENTS]
    made = Environment(  # noqa: S701 (Django passes autoescape=True among the options)
        **options
        | {
            "loader": FileSystemLoader(folders),
            "undefined": StrictUndefined,
            "extensions": ["jinja2.ext.i18n"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    # the extension i18n adds the method when it is loaded
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        static=static,
        url=reverse,
        language=get_language,
        direction=lambda: "rtl" if get_language_bidi() else "ltr",
        languages=settings.LANGUAGES,
        in_language=translate_url,
        number=lambda count: count_text(count, get_language() or "en"),
        messages=get_messages,
        said=gettext,  # a sentence that is stored somewhere: unlike `_`, no format
        problem_text=lambda text: problem_text(text, gettext),
        when=_when,
        day=_day,
        version=lambda: decentwork.__version__,
        **_map_functions(),
    )
    return made


def _when(moment: datetime | str) -> str:
    """Return date and time in the reader's language and the site's time zone."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return date_format(localtime(read if is_aware(read) else make_aware(read)), "j F Y, H:i")


def _day(day: date | str) -> str:
    """Return a date in the reader's language."""
    return date_format(date.fromisoformat(day) if isinstance(day, str) else day, "j F Y")


def _map_functions() -> dict[str, Any]:
    """Return what a template asks of the map: its height and the codes of its outlines."""
    return {
        "map_height": lambda: _world_map().height,
        "map_codes": lambda: {outline.code for outline in _world_map().outlines},
        "unplaced_codes": lambda: [each.id for each in _world_map().outlines if not each.code],
    }


@cache
def _world_map() -> WorldMap:
    return world_map()
