"""The page Speed: how long deals take, in all and in each stage."""
