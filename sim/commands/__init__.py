"""The commands of ``jobsim``, one file each. What is slow to import waits until a command needs it."""
