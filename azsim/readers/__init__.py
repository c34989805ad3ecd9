"""Real inputs become resources: templates, exports, snapshots, states and plans.

Each format has a reader of its own, which gives what is *declared*; :mod:`azsim.readers.records`
turns that into the records of :mod:`azsim.model.resources`, whatever format it came from, and
:mod:`azsim.readers.placing` gives addresses to what Azure would give some.
"""
