"""The page Ideal customer: who buys more often than others, and who came back."""
