"""The installation: Python, packages, fonts, the cache of compiled code, scenario files, folder of results, machine."""
