"""What the body says: plan, drafts with their pictures, review, and the way out."""
