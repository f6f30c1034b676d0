"""Pictures that are shifted and mirrored, by NumPy: src/nn/augmentation/numpy.json.

    python bench/reference/augmentation.py

A shift of n pixels cuts the picture out of itself with a border of n zeros, as torchvision's RandomCrop with padding does; flip mirrors
what was cut out. The words are the random words that choose: floor(word * choices / 2**32), in NumPy's own integers of any size.
"""

import json
from pathlib import Path

import numpy

random = numpy.random.default_rng(5)
cases = []
for height, width, channels, shift, flip in [(4, 3, 1, 2, True), (3, 5, 3, 1, False), (2, 4, 2, 0, True), (3, 3, 1, 5, True)]:
    rows = 12
    pictures = random.integers(1, 255, (rows, height, width, channels))
    words = random.integers(0, 2**32, (rows, 3))
    # The ends of the range, too.
    words[0] = [0, 0, 0]
    words[1] = [2**32 - 1] * 3
    moved = []
    for picture, (down, right, mirror) in zip(pictures, words):
        bordered = numpy.pad(picture, [(shift, shift), (shift, shift), (0, 0)])
        row, column = (int(word) * (2 * shift + 1) // 2**32 for word in (down, right))
        cut = bordered[row : row + height, column : column + width]
        moved.append(numpy.flip(cut, axis=1) if flip and int(mirror) >= 2**31 else cut)
    cases.append(
        {
            "shift": shift,
            "flip": flip,
            "words": words.ravel().tolist(),
            "pictures": pictures.tolist(),
            "moved": numpy.stack(moved).tolist(),
        }
    )

file = Path(__file__).parents[2] / "src/nn/augmentation/numpy.json"
file.write_text(json.dumps(cases) + "\n")
