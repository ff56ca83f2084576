"""`python -m coach_the_coach.cli`, the same as `coach`."""

from coach_the_coach.cli.commands import main

if __name__ == "__main__":
    main()
