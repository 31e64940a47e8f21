"""Everything that changes accounts, sessions, links, attempts and organisations.

What other slices and the command line need stands here; the pages import the modules.
"""

from matchmaker.accounts.operations.appointments import create_staff
from matchmaker.accounts.operations.standing import check_publisher
from matchmaker.accounts.operations.throttle import check_throttle

__all__ = ["check_publisher", "check_throttle", "create_staff"]
