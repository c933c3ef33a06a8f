"""The commands of ``jobsim``, one file each. Slow modules are imported only when a command needs them."""
