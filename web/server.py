"""The server: one process, one socket, until Ctrl-C."""

import logging
import socket
import webbrowser
from collections.abc import Callable
from secrets import token_urlsafe
from types import FrameType

import uvicorn

from graph.errors import StoreError
from graph.workspace import Workspace
from web.app import make
from web.guards import LOOPBACK

AT_ONCE = 512
"""Connections beyond which the answer is that the server is busy."""


class Server(uvicorn.Server):
    """A server that reports nothing of what its end cuts off."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)


def run(
    workspace: Workspace, host: str, port: int, opens: bool, say: Callable[[str], None]
) -> None:
    """Serves the workspace until it is interrupted; says where, with the token if one is needed."""
    token = "" if host in LOOPBACK else token_urlsafe(24)
    with listening(host, port) as bound:
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{bound.getsockname()[1]}/{f'?token={token}' if token else ''}"
        count = len(workspace.plans())
        plans = f"{count:,} plan{'s' * (count != 1)}"
        say(f"serving {plans} of {workspace.path} at {address}; Ctrl-C ends it")
        if opens:
            webbrowser.open(address)
        config = uvicorn.Config(
            make(workspace, token), log_level="warning", access_log=False,
            limit_concurrency=AT_ONCE, timeout_graceful_shutdown=2, server_header=False,
        )  # fmt: skip
        try:
            Server(config).run(sockets=[bound])
        except KeyboardInterrupt as stop:
            raise type(stop)("the server has ended") from None
        raise KeyboardInterrupt("the server has ended")


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=AT_ONCE)
    except OSError as problem:
        raise StoreError(
            f"cannot listen on {host}, port {port} ({problem.strerror}); choose another with --port"
        ) from problem
