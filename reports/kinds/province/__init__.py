"""The province's report with its annexes (kind C), and a district's."""
