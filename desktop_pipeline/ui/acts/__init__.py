"""What is done with deals from any screen, with the questions that go with it."""
