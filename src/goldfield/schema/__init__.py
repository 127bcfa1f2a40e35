"""What a record is: types, offsets, reading, checking, anchoring, writing."""
