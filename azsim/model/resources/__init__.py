"""What is deployed, in Azure's own words: frozen records, each validated where it is made.

A record has the properties of its resource, spelt out: durations in nanoseconds, addresses in
their canonical form, names and enumerated values compared without case. ``None`` means that
nobody said, so that a documented default, which is a fact, can be put in its place. Resources
name one another by :class:`~azsim.model.resources.identity.ResourceId`, and parts of one
resource name one another by their plain names.

A malformed record is answered with an :class:`~azsim.text.Advice`. Whether Azure accepts a
well-formed one isn't said here.
"""
