"""What a deployment does, and what a change would do to it: the engine's answers, told at once.

An input becomes records (:mod:`azsim.readers`), the records run (:mod:`azsim.azure.deployments`), and
each machine is asked what it leaves by and what reaches it. Nothing here reckons what a network
function decides: it asks the function.
"""
