"""The page Conversion: how many deals move on from each stage, and how soon."""
