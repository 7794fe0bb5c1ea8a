"""Reads the weights of an exported network, so that training can start from it; no package for ONNX is needed."""
import numpy as np


def convolutions(file):
    """The (weight, bias) of each convolution in the order of the graph; normalisation was folded into them at export."""
    with open(file, "rb") as model:
        graph = next(value for number, value in fields(model.read()) if number == 7)
    tensors, used = {}, []
    for number, value in fields(graph):
        parts = list(fields(value)) if number in (1, 5) else []
        if number == 5:  # an initialiser: 1 dimensions, 8 name, 9 raw floats
            name = next(part for key, part in parts if key == 8)
            floats = np.frombuffer(next(part for key, part in parts if key == 9), "<f4")
            tensors[name] = floats.reshape([part for key, part in parts if key == 1])
        if number == 1 and (4, b"Conv") in parts:  # a node: 1 inputs, 4 operator
            used.append([part for key, part in parts if key == 1][1:])
    return [(tensors[weight], tensors[bias]) for weight, bias in used]


def fields(message):
    """Number and value of each field of a protobuf message: an integer or bytes."""
    at = 0

    def integer():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        key = integer()
        if key & 7 == 0:
            yield key >> 3, integer()
            continue
        length = {1: 8, 5: 4}.get(key & 7)
        length = integer() if length is None else length
        yield key >> 3, message[at : at + length]
        at += length
