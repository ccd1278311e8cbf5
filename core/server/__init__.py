"""The outlet's own web server: one loop reads and writes all connections, a few threads run the application.

A request reaches a thread only when it is whole, and an answer leaves the thread at once, so a slow client holds no thread.
`connections` bounds clients, `http_protocol` speaks HTTP, `lanes` shares out the threads, `wsgi_call` runs the application,
`refusals` answers what never reaches it, and `server` puts them together (docs/decisions/0006).
"""
