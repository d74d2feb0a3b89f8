"""Numbers for print: each module gathers one report's figures into frozen dataclasses, to and from JSON."""
