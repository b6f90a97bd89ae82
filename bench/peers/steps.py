"""Milliseconds per training step of one network in Keras or PyTorch: the median over the second half of the steps.

usage: steps.py keras|torch cnn|plain|resnet|unet [threads] [default|channelsLast]
"""
import os, sys, time

peer, network, threads, layout = (sys.argv[1:] + ["1", "channelsLast"][len(sys.argv) - 3:])[:4]
threads = int(threads)
shape, batch = {"cnn": ((28, 28, 1), 128), "plain": ((32, 32, 3), 64)}.get(network, ((32, 32, 3), 32))
steps = 30 if network == "cnn" else 10


def keras_model():
    import keras
    from keras import layers as l
    x = inputs = l.Input(shape)
    conv = lambda filters, **more: l.Conv2D(filters, 3, **{"padding": "same", "activation": "relu", **more})
    if network == "cnn":
        for filters in (32, 64):
            x = l.MaxPooling2D(2)(conv(filters, padding="valid")(x))
        x = l.Flatten()(x)
    elif network == "plain":
        for i in range(30):
            x = conv(16, strides=2 if i == 0 else 1)(x)
        x = l.GlobalAveragePooling2D()(x)
    elif network == "resnet":
        bare = {"activation": None, "use_bias": False}
        x = l.ReLU()(l.BatchNormalization()(conv(16, **bare)(x)))
        for filters in (16, 32, 64):
            for i in range(3):
                stride = 2 if i == 0 and filters > 16 else 1
                y = l.ReLU()(l.BatchNormalization()(conv(filters, strides=stride, **bare)(x)))
                y = l.BatchNormalization()(conv(filters, **bare)(y))
                if stride == 2:
                    x = l.BatchNormalization()(l.Conv2D(filters, 1, strides=2, padding="same", use_bias=False)(x))
                x = l.ReLU()(l.Add()([x, y]))
        x = l.GlobalAveragePooling2D()(x)
    else:
        one = conv(16)(x)
        two = conv(32)(l.MaxPooling2D(2)(one))
        x = conv(64)(l.MaxPooling2D(2)(two))
        for filters, skip in ((32, two), (16, one)):
            x = conv(filters)(l.Concatenate()([l.Conv2DTranspose(filters, 2, strides=2)(x), skip]))
        x = l.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, l.Dense(10, activation="softmax")(x))


def run_keras():
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import numpy as np
    import tensorflow as tf
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    import keras
    model = keras_model()
    model.compile(keras.optimizers.SGD(0.01, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = np.random.rand(batch * steps, *shape).astype("float32"), np.random.randint(0, 10, batch * steps)
    ends = []
    watch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: ends.append(time.perf_counter()))
    model.fit(x, y, batch_size=batch, epochs=2, verbose=0, callbacks=[watch])
    return [b - a for a, b in zip(ends[steps:], ends[steps + 1:])]


def torch_model():
    import torch
    from torch import nn
    conv = lambda i, o, s=1, p=1: nn.Sequential(nn.Conv2d(i, o, 3, s, p), nn.ReLU())
    if network == "cnn":
        return nn.Sequential(conv(1, 32, 1, 0), nn.MaxPool2d(2), conv(32, 64, 1, 0), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1600, 10))
    head = lambda width: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, 10))
    if network == "plain":
        return nn.Sequential(conv(3, 16, 2), *(conv(16, 16) for _ in range(29)), head(16))

    class Block(nn.Module):
        def __init__(self, i, o, s):
            super().__init__()
            bare = lambda a, b, k, s: nn.Sequential(nn.Conv2d(a, b, k, s, k // 2, bias=False), nn.BatchNorm2d(b))
            self.body = nn.Sequential(bare(i, o, 3, s), nn.ReLU(), bare(o, o, 3, 1))
            self.short = bare(i, o, 1, s) if s == 2 else nn.Identity()

        def forward(self, x):
            return torch.relu(self.body(x) + self.short(x))

    class UNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.two, self.bottom = conv(3, 16), conv(16, 32), conv(32, 64)
            self.up2, self.merged2 = nn.ConvTranspose2d(64, 32, 2, 2), conv(64, 32)
            self.up1, self.merged1 = nn.ConvTranspose2d(32, 16, 2, 2), conv(32, 16)
            self.pool, self.head = nn.MaxPool2d(2), head(16)

        def forward(self, x):
            one = self.one(x)
            two = self.two(self.pool(one))
            x = self.merged2(torch.cat([self.up2(self.bottom(self.pool(two))), two], 1))
            return self.head(self.merged1(torch.cat([self.up1(x), one], 1)))

    if network == "unet":
        return UNet()
    blocks = [Block(i, o, 2 if i != o else 1) for i, o in ((16, 16),) * 3 + ((16, 32), (32, 32), (32, 32), (32, 64), (64, 64), (64, 64))]
    return nn.Sequential(nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), *blocks, head(64))


def run_torch():
    import torch
    torch.set_num_threads(threads)
    model, height, width, channels = torch_model(), *shape
    x, y = torch.rand(batch * steps, channels, height, width), torch.randint(0, 10, (batch * steps,))
    if layout == "channelsLast":
        model, x = model.to(memory_format=torch.channels_last), x.contiguous(memory_format=torch.channels_last)
    optimizer, loss = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9), torch.nn.CrossEntropyLoss()
    times = []
    for _ in range(2):
        for rows in torch.randperm(len(x)).split(batch):
            begin = time.perf_counter()
            optimizer.zero_grad(set_to_none=True)
            loss(model(x[rows]), y[rows]).backward()
            optimizer.step()
            times.append(time.perf_counter() - begin)
    return times[steps:]


times = sorted(run_keras() if peer == "keras" else run_torch())
print(times[len(times) // 2] * 1000)
