"""Several threads that start at the same moment, each with its own database connection."""

import threading

from django.db import connection

from anyue.core.errors import Refused


def together(*actions):
    """Run the actions at once; returns results, or the refusal met, in their order."""
    start = threading.Barrier(len(actions))
    results = [None] * len(actions)

    def run(place, action):
        try:
            start.wait(timeout=10)
            results[place] = action()
        except Refused as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return results
