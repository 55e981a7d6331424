"""The command that serves the workspace to a browser on the same machine."""

from pathlib import Path

import click

from commands import console


@click.command()
@click.option("--port", "-p", type=click.IntRange(0, 65_535), default=8765, show_default=True,
              help="Where to listen; 0 takes a free one.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True,
              help="Where to listen; beyond this machine it asks for a token.")  # fmt: skip
@click.option("--open", "opens", is_flag=True, help="Open the start page in the browser.")
@console.in_workspace
def serve(port: int, host: str, opens: bool, workspace: Path) -> None:
    """Serve the workspace as a local web app: pages, search, upload, SPARQL and Cypher.

    It follows the workspace as it changes, and listens on this machine alone. Of the workspace it
    changes only what you ask it to: decisions, and documents that you add. Its SPARQL 1.1 endpoint
    is /sparql. Ctrl-C ends it.

    \b
    Examples:
      crossplan serve
      crossplan serve --open --port 9000
      crossplan serve --host 0.0.0.0
    """
    from graph.errors import UsageError

    try:
        from web import server
    except ImportError as problem:
        raise UsageError(
            f"serve needs {problem.name}; install it: pip install 'crossplan[serve]'"
        ) from problem
    server.run(console.opened(workspace), host, port, opens, console.say)


COMMANDS = (serve,)
