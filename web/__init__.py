"""The local web app: the pages of a site live over a workspace, and what needs a server."""
