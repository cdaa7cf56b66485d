"""The point concerté: what somebody says and aims at, who does what with which paper, and the note written for them."""
