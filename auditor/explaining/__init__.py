"""Why one event is a finding: its rule taken apart, told in lines, and what would have been lawful."""
