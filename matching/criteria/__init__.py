"""The criteria of eligibility, by theme: each a function of the profile and of one fact of a service.

A criterion returns None when it does not arise: the service states no such condition, and the person has no such
constraint. Unknown never excludes.
"""
