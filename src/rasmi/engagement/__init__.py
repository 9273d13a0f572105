"""Conversations with the public: clocks, replies, and what other units know."""
