"""What past requests say of services: how often and how fast they answer, how often they accept.

Every figure is drawn towards the network's by as much as the requests are few, and comes with their number. What
became of people afterwards is shown and never scored: that would reward partners who pick the easiest people.
"""
