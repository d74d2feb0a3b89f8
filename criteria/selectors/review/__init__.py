"""Files of a round: what the commune claims, what reviewers said, who has to look at what."""

from criteria.selectors.review.claims import Claim, claims_of
from criteria.selectors.review.opinions import FileView, file_view, file_views

__all__ = ["Claim", "FileView", "claims_of", "file_view", "file_views"]
