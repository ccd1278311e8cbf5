"""What the outlet tells a producer: rows made by readers of events, read on the portal, carried out by transports.

A reader is a function under `@subscribe(Event)` that calls `sending.send`; the verb that emits the event names no reader.
"""

from suppliers.messages import agreed as agreed
from suppliers.messages import money as money
from suppliers.messages import papers as papers
from suppliers.messages import sold as sold
