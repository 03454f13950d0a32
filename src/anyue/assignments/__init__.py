"""THE ENGINE: assign, acknowledge, report, return, close, reopen, cancel."""
