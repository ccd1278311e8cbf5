"""Why a line of a producer's book says what it says: its facts, and the same told in sentences."""
