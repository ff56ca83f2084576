"""The ten points as a leader answers them about somebody who coaches."""
