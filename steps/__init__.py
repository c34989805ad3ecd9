"""The vocabulary: sentences in two languages, each of which makes one call to azsim."""

# What the runner is told by the entry point ``azsim.vocabulary``.
FEATURES = "azsim.features"
FOR_READERS = ("*",)
FIRST_SERVICE = "outbound"
MODULES = (
    "azsim.steps.synonyms",
    "azsim.steps.not_modelled",
    "azsim.steps.not_modelled_networks",
    "azsim.steps.reasons",
    "azsim.steps.types",
    "azsim.steps.world",
    "azsim.steps.networks",
    "azsim.steps.routing",
    "azsim.steps.nat_gateway",
    "azsim.steps.public_ips",
    "azsim.steps.deployment",
    "azsim.steps.deployments",
    "azsim.steps.app_service",
    "azsim.steps.aks",
    "azsim.steps.outbound",
    "azsim.steps.connections",
    "azsim.steps.outbound_outcomes",
    "azsim.steps.servers",
    "azsim.steps.workloads",
    "azsim.steps.commands",
    "azsim.steps.load_balancing",
    "azsim.steps.requests",
    "azsim.steps.probing",
    "azsim.steps.load_balancer_outbound",
    "azsim.steps.load_balancer_rules",
    "azsim.steps.outbound_methods",
    "azsim.steps.security_groups",
    "azsim.steps.network_interfaces",
    "azsim.steps.pings",
    "azsim.steps.probes",
    "azsim.steps.traffic_manager",
    "azsim.steps.types_expressroute",
    "azsim.steps.expressroute",
)
