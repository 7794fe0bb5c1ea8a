"""Trains the network that reads the card front: one command, from drawn crops to ONNX.

    python3 training/train.py --out out/training --cards 20000 --minutes 85

Needs Debian's python3-torch (1.13), python3-numpy and the repository's Node packages. Draws the crops first, unless they
are there. Training and evaluation crops are printed in different typefaces (training/crops.ts). One thread, one seed.
Writes front-reader.onnx and manifest.json (hashes of crops and network, seed, figures) into --out; the network in models/
is not touched.
"""
import argparse
import hashlib
import json
import math
import os
import random
import subprocess
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIELDS = ("birth", "expiry", "code")
SHARES = (0.45, 0.25, 0.3)


def block(inputs, outputs, kernel=3, padding=1):
    layers = nn.Conv2d(inputs, outputs, kernel, padding=padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    return nn.Sequential(*layers)


def along(channels):
    convolution = nn.Conv1d(channels, channels, 5, padding=2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm1d(channels), nn.ReLU(), nn.Dropout(0.1))


class LineReader(nn.Module):
    """N × 1 × 40 × W, 0 … 1, to log probabilities N × symbols × W/4; symbol 0 is the CTC blank."""

    def __init__(self, symbols, a=16, b=32, c=64, d=96):
        super().__init__()
        self.look = nn.Sequential(
            block(1, a), nn.MaxPool2d(2), block(a, b), nn.MaxPool2d(2), block(b, c), block(c, c),
            nn.MaxPool2d((2, 1)), block(c, d), block(d, d, (5, 1), 0),
        )
        self.first, self.second = along(d), along(d)
        self.name = nn.Conv1d(d, symbols, 1)

    def forward(self, x):
        mean = x.mean((2, 3), keepdim=True)
        spread = ((x - mean) ** 2).mean((2, 3), keepdim=True)
        seen = self.look((x - mean) / torch.sqrt(spread + 1e-4)).squeeze(2)
        seen = seen + self.first(seen)
        seen = seen + self.second(seen)
        return torch.log_softmax(self.name(seen), 1)


def crops(out, part, cards, seed):
    folder = os.path.join(out, part)
    if not os.path.exists(os.path.join(folder, "manifest.json")):
        node = os.path.join(ROOT, "node_modules", ".bin", "node")
        script = os.path.join(ROOT, "training", "export-crops.ts")
        given = ["--part", part, "--cards", str(cards), "--seed", str(seed), "--folder", folder]
        subprocess.run([node, script, *given], check=True)
    with open(os.path.join(folder, "manifest.json"), encoding="utf8") as file:
        manifest = json.load(file)
    for name, hash_ in manifest["files"].items():
        if sha256(os.path.join(folder, name)) != hash_:
            raise SystemExit(f"{part}/{name} is not what its manifest says")
    data = {}
    for field in FIELDS:
        shape = (-1, manifest["height"], manifest["pixels"][field])
        strips = np.fromfile(os.path.join(folder, field + ".bin"), np.uint8).reshape(shape)
        with open(os.path.join(folder, field + ".txt"), encoding="utf8") as file:
            data[field] = strips, file.read().split("\n")[: len(strips)]
    return manifest, data


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def varied(strips, generator):
    """Shifts of a few pixels, noise, and now and then a spot."""
    x = strips.astype(np.float32) / 255
    for strip in x:
        down, right = generator.integers(-3, 4), generator.integers(-4, 5)
        strip[:] = np.roll(strip, (down, right), (0, 1))
        if generator.random() < 0.1:
            size = generator.integers(3, 15)
            y, z = generator.integers(0, strip.shape[0] - size), generator.integers(0, strip.shape[1] - size)
            strip[y : y + size, z : z + size] += generator.uniform(-0.25, 0.25)
    x += generator.standard_normal(x.shape, dtype=np.float32) * generator.uniform(0, 0.04)
    return torch.from_numpy(np.clip(x, 0, 1))[:, None]


def read(network, strips, alphabet):
    with torch.no_grad():
        best = network(torch.from_numpy(strips.astype(np.float32) / 255)[:, None]).argmax(1).numpy()
    for row in best:
        kept = [symbol for at, symbol in enumerate(row) if symbol != 0 and (at == 0 or symbol != row[at - 1])]
        yield "".join(alphabet[symbol - 1] for symbol in kept)


def score(network, data, alphabet, most=1500):
    network.eval()
    shares = {}
    for field, (strips, texts) in data.items():
        count = min(most, len(texts))
        right = 0
        for start in range(0, count, 100):
            end = min(count, start + 100)
            right += sum(a == b for a, b in zip(read(network, strips[start:end], alphabet), texts[start:end]))
        shares[field] = right / max(1, count)
    network.train()
    return shares


def train(network, data, alphabet, minutes, generator):
    symbols = {character: at + 1 for at, character in enumerate(alphabet)}
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-4)
    loss_of = nn.CTCLoss(blank=0, zero_infinity=True)
    start, steps = time.time(), 0
    network.train()
    while time.time() - start < minutes * 60:
        done = (time.time() - start) / (minutes * 60)
        rate = 2e-3 * min(1, (steps + 1) / 200) * (0.5 * (1 + math.cos(math.pi * done)) + 0.01)
        for group in optimiser.param_groups:
            group["lr"] = rate
        field = random.choices(FIELDS, SHARES)[0]
        strips, texts = data[field]
        chosen = generator.integers(0, len(texts), 48)
        given = network(varied(strips[chosen], generator)).permute(2, 0, 1)
        wanted = [torch.tensor([symbols[character] for character in texts[at]]) for at in chosen]
        steps_given = torch.full((len(wanted),), given.shape[0], dtype=torch.long)
        loss = loss_of(given, torch.cat(wanted), steps_given, torch.tensor([len(each) for each in wanted]))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        steps += 1
        if steps % 200 == 0:
            print(f"{done:.0%} step {steps} loss {loss.item():.4f}", flush=True)
    return steps


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("--cards", type=int, default=20000)
    parser.add_argument("--minutes", type=float, default=85)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    random.seed(given.seed)
    generator = np.random.default_rng(given.seed)
    learnt, data = crops(given.out, "train", given.cards, given.seed)
    unseen, test = crops(given.out, "evaluate", max(1, given.cards // 10), given.seed)
    if learnt["typeface"] == unseen["typeface"]:
        raise SystemExit("training and evaluation in one typeface")
    alphabet = learnt["alphabet"]
    network = LineReader(len(alphabet) + 1)
    steps = train(network, data, alphabet, given.minutes, generator)
    shares = score(network, test, alphabet)
    file = os.path.join(given.out, "front-reader.onnx")
    axes = {"x": {0: "n", 3: "w"}, "lp": {0: "n", 2: "t"}}
    network.eval()
    torch.onnx.export(
        network, torch.rand(1, 1, learnt["height"], 288), file,
        input_names=["x"], output_names=["lp"], dynamic_axes=axes, opset_version=17,
    )
    manifest = {
        "sha256": sha256(file), "seed": given.seed, "minutes": given.minutes, "steps": steps, "torch": torch.__version__,
        "rightOnUnseenTypeface": shares, "train": learnt["files"], "evaluate": unseen["files"],
    }
    with open(os.path.join(given.out, "manifest.json"), "w", encoding="utf8") as out:
        json.dump(manifest, out, indent=2)
    print(json.dumps(manifest, indent=2))


if __name__ == "__main__":
    main()
