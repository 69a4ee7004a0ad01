"""Charts that paint themselves, for screen and paper alike."""
