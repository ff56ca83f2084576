"""Planning who watches whom: asked, a session proposed, agreed by both, moved or called off."""
