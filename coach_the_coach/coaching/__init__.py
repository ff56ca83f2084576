"""Sessions a coach holds with the person they coach."""
