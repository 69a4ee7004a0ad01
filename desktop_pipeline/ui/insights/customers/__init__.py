"""The page Customers: who bought, who came back, and who did not."""
