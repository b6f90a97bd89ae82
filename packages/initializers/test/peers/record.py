"""Records what Keras and PyTorch make where they define the same initializer: moments of random ones over ten seeds,
values of deterministic ones.

    pip install tensorflow-cpu keras torch numpy
    python record.py > recorded.json
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import torch
from torch.nn import init

SEEDS = range(10)
SHAPES = {"dense": [128, 100], "conv2d": [3, 3, 32, 64], "depthwise": [5, 5, 256, 2], "transposed": [4, 4, 32, 48]}


def moments(draws):
    values = np.concatenate([np.asarray(draw, dtype=np.float64).ravel() for draw in draws])
    return {"count": values.size, "mean": values.mean(), "variance": values.var(), "furthest": np.abs(values - values.mean()).max()}


def in_keras(make):
    return {name: moments([make(seed)(shape) for seed in SEEDS]) for name, shape in SHAPES.items()}


def in_torch(fill, shapes=("dense", "conv2d")):
    def draw(shape, seed):
        torch.manual_seed(seed)
        # PyTorch's layout: outputs first, then inputs, then the window.
        weight = torch.empty([shape[-1], shape[-2], *shape[:-2]])
        fill(weight)
        return weight.numpy()

    return {name: moments([draw(SHAPES[name], seed) for seed in SEEDS]) for name in shapes}


def ours(weight):
    """From PyTorch's layout to [window, in, out]."""
    return np.moveaxis(weight.numpy(), [0, 1], [-1, -2]).astype(float).ravel().tolist()


def filled(shape, fill):
    weight = torch.empty(shape)
    fill(weight)
    return ours(weight)


k = keras.initializers
random = {
    "keras RandomNormal": in_keras(lambda seed: k.RandomNormal(seed=seed)),
    "keras RandomUniform": in_keras(lambda seed: k.RandomUniform(seed=seed)),
    "keras TruncatedNormal": in_keras(lambda seed: k.TruncatedNormal(seed=seed)),
    "keras VarianceScaling": in_keras(lambda seed: k.VarianceScaling(2.5, "fan_avg", "untruncated_normal", seed=seed)),
    "keras GlorotUniform": in_keras(lambda seed: k.GlorotUniform(seed=seed)),
    "keras GlorotNormal": in_keras(lambda seed: k.GlorotNormal(seed=seed)),
    "keras HeUniform": in_keras(lambda seed: k.HeUniform(seed=seed)),
    "keras HeNormal": in_keras(lambda seed: k.HeNormal(seed=seed)),
    "keras LecunUniform": in_keras(lambda seed: k.LecunUniform(seed=seed)),
    "keras LecunNormal": in_keras(lambda seed: k.LecunNormal(seed=seed)),
    "keras Orthogonal": in_keras(lambda seed: k.Orthogonal(gain=1.5, seed=seed)),
    "torch normal_": in_torch(lambda w: init.normal_(w, 0.1, 0.3)),
    "torch uniform_": in_torch(lambda w: init.uniform_(w, -0.2, 0.4)),
    "torch trunc_normal_": in_torch(lambda w: init.trunc_normal_(w, 0.0, 0.5, -0.6, 0.4)),
    "torch xavier_uniform_": in_torch(lambda w: init.xavier_uniform_(w, 1.7)),
    "torch xavier_normal_": in_torch(lambda w: init.xavier_normal_(w)),
    "torch kaiming_uniform_": in_torch(lambda w: init.kaiming_uniform_(w, nonlinearity="relu")),
    "torch kaiming_normal_ fan_out": in_torch(lambda w: init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu")),
    "torch orthogonal_": in_torch(lambda w: init.orthogonal_(w, 1.5)),
    "torch sparse_": in_torch(lambda w: init.sparse_(w, 0.9), ["dense"]),
    "torch Linear": in_torch(lambda w: init.kaiming_uniform_(w, a=5**0.5)),
    "torch kaiming_normal_ tanh": in_torch(lambda w: init.kaiming_normal_(w, nonlinearity="tanh")),
    "torch kaiming_normal_ selu": in_torch(lambda w: init.kaiming_normal_(w, nonlinearity="selu")),
}
deterministic = {
    "keras Identity [3, 5]": k.Identity(gain=2.0)([3, 5]).numpy().ravel().tolist(),
    "keras Zeros [2, 2]": k.Zeros()([2, 2]).numpy().ravel().tolist(),
    "keras Ones [2, 2]": k.Ones()([2, 2]).numpy().ravel().tolist(),
    "keras Constant [2, 2]": k.Constant(0.3)([2, 2]).numpy().ravel().tolist(),
    "torch eye_ [3, 5]": filled([5, 3], init.eye_),
    "torch dirac_ [3, 3, 2, 4]": filled([4, 2, 3, 3], init.dirac_),
    "torch dirac_ [2, 4, 3, 3]": filled([3, 3, 2, 4], init.dirac_),
    "torch dirac_ groups [3, 3, 2, 4]": filled([4, 2, 3, 3], lambda w: init.dirac_(w, 2)),
}
versions = {"keras": keras.__version__, "torch": torch.__version__.split("+")[0]}
print(json.dumps({"versions": versions, "random": random, "deterministic": deterministic}, indent=1))
