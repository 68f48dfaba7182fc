"""What `benchmarks.against` runs, each with the Python that its packages are installed in."""
