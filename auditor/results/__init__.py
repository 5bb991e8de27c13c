"""From verdicts to the data of a report: findings with their messages and evidence, rules with their tallies."""
