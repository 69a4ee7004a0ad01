"""The page Ideal customer: who buys more often than others."""
