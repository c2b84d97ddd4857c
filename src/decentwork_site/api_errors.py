"""The one shape of every error of the data interface, also where the interface was not asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Schema

WORDS = {
    404: ("There is no such address.", "See /api/openapi.json for those there are."),
    405: ("This address does not answer that method.", "The header Allow names those it answers."),
}
OTHER = ("This could not be answered.", "Report what you asked; the server has kept the reason.")


class Problem(Schema):
    """The one shape of every error: where, what, and what to do."""

    where: str
    what: str
    hint: str


def in_one_shape(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Return the middleware that puts refusals under /api/ into the shape `Problem`."""
    root = reverse("api:api-root")

    def respond(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        media_type = response.headers.get("Content-Type", "")
        is_ours = not request.path.startswith(root) or media_type.startswith("application/json")
        if response.status_code < 400 or is_ours:
            return response
        what, hint = WORDS.get(response.status_code, OTHER)
        problem = {"where": request.path, "what": what, "hint": hint}
        kept = {"Allow": response["Allow"]} if "Allow" in response else {}
        return JsonResponse(problem, status=response.status_code, headers=kept)

    return respond
