"""The facade that steps, the command line and notebooks call.

>>> from azsim.azure import Azure
>>> azure = Azure()
>>> azure.deployment.describe_instances(1)
>>> azure.deployment.describe_endpoint(("203.0.113.10", 80), ["vm1"])
>>> azure.outbound.open_connection("vm1", "TCP", "198.51.100.7", 443)
>>> azure.outbound.flows[0].outside.source
'203.0.113.10'

What happened is in the trace, of which a question makes a table.

>>> from azsim.questions.ports import port_use
>>> [use] = port_use(azure.world.trace.events)
>>> use.instance, use.peak.in_use, use.peak.allocated
('vm1', 1, 1024)
"""

from azsim.azure.facade import Azure

__all__ = ["Azure"]
