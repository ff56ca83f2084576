"""With whom calls are planned first, where a rep stands, and thirty days with one of them."""
