"""What a person is told, in the app; mail joins it later."""
