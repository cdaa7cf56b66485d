"""Limits how often one asker may ask: a bucket of tokens for each, which time fills again."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from threading import Lock

MOST_BUCKETS = 10_000
"""Full buckets are forgotten beyond this many: a full one says the same as none."""
_SECONDS_PER_MINUTE = 60


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: datetime


class RateLimits:
    """At most ``per_minute`` requests of one asker at once, then as many per minute; in this process only."""

    def __init__(self, per_minute: int) -> None:
        self._size = per_minute
        self._per_second = per_minute / _SECONDS_PER_MINUTE
        self._buckets: dict[str, _Bucket] = {}
        self._lock = Lock()

    def take(self, asker: str, now: datetime) -> int:
        """Takes a token of ``asker``; 0 when there was one, else in how many whole seconds there will be."""
        with self._lock:
            bucket = self._filled(asker, now)
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return 0
            return ceil((1 - bucket.tokens) / self._per_second)

    def _filled(self, asker: str, now: datetime) -> _Bucket:
        bucket = self._buckets.get(asker)
        if bucket is None:
            self._forget_full(now)
            bucket = self._buckets[asker] = _Bucket(self._size, now)
        bucket.tokens = self._tokens(bucket, now)
        bucket.at = max(bucket.at, now)
        return bucket

    def _tokens(self, bucket: _Bucket, now: datetime) -> float:
        spent = max(0.0, (now - bucket.at).total_seconds())
        return min(self._size, bucket.tokens + spent * self._per_second)

    def _forget_full(self, now: datetime) -> None:
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets = {
                asker: bucket for asker, bucket in self._buckets.items() if self._tokens(bucket, now) < self._size
            }
