"""What every room stands on and none is about: due rows, sweeps, requests, language."""
