"""For which reasons a customer call is significant here."""
