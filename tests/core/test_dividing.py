"""A server may load the portal first and divide into workers then: they share no open file."""

from pathlib import Path

from portal import create_app

OPEN = Path("/proc/self/fd")


def test_nothing_of_an_installation_is_open_before_the_first_request(tmp_path: Path) -> None:
    app = create_app(INSTANCE_PATH=tmp_path, LOG_LEVEL="CRITICAL", JOBS_WAKE=False)
    held = [one.readlink() for one in OPEN.glob("*") if one.is_symlink()]
    assert not [one for one in held if one.is_relative_to(tmp_path)]
    assert app.extensions["throttle"].storage.incr("door", 60) == 1, "and opened when it is wanted"
