"""The emergency stop: who may stop speaking, on which accounts, and how it resumes."""
