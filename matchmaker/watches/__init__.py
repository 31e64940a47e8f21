"""What people keep an eye on, and the digests that tell them what is new."""
