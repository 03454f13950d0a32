"""Short ways to a page of the plan and to its words."""

from django.urls import reverse


def page(client, name, *args):
    return client.get(reverse(f"campaigns:{name}", args=args))


def text_of(response) -> str:
    return response.content.decode()
