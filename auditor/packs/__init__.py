"""Rule packs: finding and reading them, what of the law they cover, and the book of rules that an audit works from."""
