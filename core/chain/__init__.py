"""One signed chain over everything: every document and every audit line is a link (docs/decisions/0008)."""

from core.chain.heads import Head
from core.chain.links import head, list_links, printed_digest, rebase, write_links

__all__ = ["Head", "head", "list_links", "printed_digest", "rebase", "write_links"]
