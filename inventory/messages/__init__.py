"""What producers are told about their goods: readers of events, as in `suppliers.messages`."""

from inventory.messages import asking as asking
from inventory.messages import expiring as expiring
from inventory.messages import heard as heard
from inventory.messages import moved as moved
from inventory.messages import sold_out as sold_out
