"""The certificate as a page of paper that one would frame."""
