"""``python -m azsim`` does what the command ``azsim`` does."""

from azsim.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
