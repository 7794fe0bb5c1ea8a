"""Trains the network that reads the card front: one command, from drawn crops to ONNX.

    nice -n 19 python3 training/train.py --out out/training [--start models/front-reader.onnx]

Needs Debian's python3-torch (1.13), python3-numpy and the repository's Node packages. Draws the crops first, shard by
shard; training and evaluation crops are printed in different typefaces (training/crops.ts). One thread. Ctrl-C stops at
the next step and keeps a checkpoint; the same command goes on from there. When the minutes of training are used up,
front-reader.onnx and manifest.json (hashes of crops and network, seed, figures) are written into --out, once; the
network in models/ is not touched. A seed fixes crops and order, the number of steps depends on the machine.
"""
import argparse
import hashlib
import json
import math
import os
import signal
import subprocess
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

from onnx_weights import convolutions  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIELDS = ("birth", "expiry", "code")
# How often each field is trained on; birth dates have most to tell apart.
SHARES = (0.45, 0.25, 0.3)
BATCH = 48
# Of learning: at first, with frozen normalisation (2e-3 ended in NaN, measured), and from a network that reads already.
TOP_RATE, FROZEN_RATE, START_RATE = 2e-3, 1e-3, 3e-4
CARDS_PER_SHARD = 300
# For this share of the time only security codes are read, so that the network knows digits before it sees dates. Dates at
# once ended in a trap: 月 was told where 日 stands, and the day between them was never learnt (measured: 4,200 steps).
# Then batch normalisation is frozen: a batch holds strips of one field, whose statistics differ so much that a network
# trained with them reads little without (measured: codes 0 % at step 1663).
DIGITS_UNTIL = 0.1
SECONDS_BETWEEN_CHECKPOINTS = 120


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
    """Strips and texts of each field, and the hash of each shard's manifest. Shards that are there are kept."""
    parts, hashes = {field: ([], []) for field in FIELDS}, {}
    shards = math.ceil(cards / CARDS_PER_SHARD)
    for shard in range(shards):
        name = f"{part}/{shard:03}"
        folder = os.path.join(out, name)
        drawn = os.path.join(folder, "manifest.json")
        start = time.time()
        if not os.path.exists(drawn):
            node = os.path.join(ROOT, "node_modules", ".bin", "node")
            script = os.path.join(ROOT, "training", "export-crops.ts")
            given = ["--part", part, "--cards", str(CARDS_PER_SHARD), "--seed", str(seed * 1000 + shard)]
            subprocess.run([node, script, *given, "--folder", folder], check=True, stdout=subprocess.DEVNULL)
            left = (time.time() - start) * (shards - shard - 1) / 60
            print(f"drew {name} of {shards}, {left:.0f} min left", flush=True)
        with open(drawn, encoding="utf8") as file:
            manifest = json.load(file)
        for file_name, hash_ in manifest["files"].items():
            if sha256(os.path.join(folder, file_name)) != hash_:
                raise SystemExit(f"{name}/{file_name} is not what its manifest says")
        hashes[name] = sha256(drawn)
        for field, (strips, texts) in parts.items():
            shape = (-1, manifest["height"], manifest["pixels"][field])
            strips.append(np.fromfile(os.path.join(folder, field + ".bin"), np.uint8).reshape(shape))
            with open(os.path.join(folder, field + ".txt"), encoding="utf8") as file:
                texts += file.read().splitlines()
    data = {field: (np.concatenate(strips), texts) for field, (strips, texts) in parts.items()}
    return manifest, hashes, data


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
    return shares


def shown(shares):
    return " ".join(f"{field} {share:.3f}" for field, share in shares.items())


class Training:
    """Network, optimiser and how far they are; all of it is in the checkpoint."""

    def __init__(self, network, seed, checkpoint):
        self.network = network.to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW(network.parameters(), lr=TOP_RATE, weight_decay=1e-4)
        self.generator = np.random.default_rng(seed)
        self.checkpoint = checkpoint
        self.steps, self.seconds, self.frozen = 0, 0.0, False
        self.top_rate, self.skipped = TOP_RATE, 0
        if os.path.exists(checkpoint):
            kept = torch.load(checkpoint)
            network.load_state_dict(kept["network"])
            self.optimiser.load_state_dict(kept["optimiser"])
            self.generator.bit_generator.state = kept["generator"]
            self.steps, self.seconds, self.frozen = kept["steps"], kept["seconds"], kept["frozen"]
            torch.set_rng_state(kept["dropout"])
            self.top_rate = FROZEN_RATE if self.frozen else TOP_RATE
            print(f"going on at step {self.steps}", flush=True)

    def start_from(self, file):
        """Takes over the weights of an exported network; its normalisation is folded into them and stays so."""
        if self.steps > 0:
            return
        layers = [each for each in self.network.modules() if isinstance(each, (nn.Conv1d, nn.Conv2d))]
        with torch.no_grad():
            for layer, (weight, _) in zip(layers, convolutions(file)):
                layer.weight.copy_(torch.from_numpy(weight.copy()))
            # All but the last are followed by a normalisation, which is made to add the bias and nothing else.
            biases = [bias for _, bias in convolutions(file)]
            for module, bias in zip(self.normalisations(), biases):
                module.running_var.fill_(1 - module.eps)
                module.bias.copy_(torch.from_numpy(bias.copy()))
            layers[-1].bias.copy_(torch.from_numpy(biases[-1].copy()))
        self.frozen = True

    def keep(self):
        kept = {
            "network": self.network.state_dict(), "optimiser": self.optimiser.state_dict(),
            "generator": self.generator.bit_generator.state, "dropout": torch.get_rng_state(),
            "steps": self.steps, "seconds": self.seconds, "frozen": self.frozen,
        }
        torch.save(kept, self.checkpoint + ".new")
        os.replace(self.checkpoint + ".new", self.checkpoint)

    def batch(self, data):
        """Strips of one field; of the codes until normalisation is frozen."""
        strips, texts = data[self.generator.choice(FIELDS, p=SHARES) if self.frozen else "code"]
        chosen = self.generator.integers(0, len(texts), BATCH)
        given = varied(strips[chosen], self.generator).to(memory_format=torch.channels_last)
        return given, [texts[at] for at in chosen]

    def learn(self):
        """Sets the network to training, its normalisation as far as it is not frozen."""
        self.network.train()
        for module in self.normalisations():
            module.train(not self.frozen)

    def normalisations(self):
        return [each for each in self.network.modules() if isinstance(each, (nn.BatchNorm1d, nn.BatchNorm2d))]

    def freeze(self, data):
        """From now on every strip is normalised alike, by the means over batches of all fields, and all are read."""
        self.frozen, self.top_rate = True, FROZEN_RATE
        for module in self.normalisations():
            module.reset_running_stats()
            module.momentum = None
        with torch.no_grad():
            for _ in range(60):
                self.network(self.batch(data)[0])
        self.learn()

    def step(self, data, symbols, done):
        """One batch; `done` is the share of the time that is over. Gives the loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.top_rate * min(1, (self.steps + 1) / 200) * (0.5 * (1 + math.cos(math.pi * done)) + 0.01)
        given, texts = self.batch(data)
        with torch.autocast("cpu", torch.bfloat16):
            found = self.network(given)
        found = found.float().permute(2, 0, 1)
        wanted = [torch.tensor([symbols[character] for character in text]) for text in texts]
        lengths = torch.full((BATCH,), found.shape[0], dtype=torch.long)
        loss = nn.functional.ctc_loss(
            found, torch.cat(wanted), lengths, torch.tensor([len(each) for each in wanted]), zero_infinity=True
        )
        self.optimiser.zero_grad()
        loss.backward()
        self.steps += 1
        if not math.isfinite(nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)):
            self.skipped += 1
            return None
        self.optimiser.step()
        return loss.item()

    def run(self, data, test, alphabet, minutes):
        """Trains until the minutes are used up; false when stopped before."""
        stopped = []
        signal.signal(signal.SIGINT, lambda *_: stopped.append(True))
        symbols = {character: at + 1 for at, character in enumerate(alphabet)}
        self.learn()
        loss, kept, last = None, time.time(), time.time()
        while self.seconds < minutes * 60 and not stopped:
            if not self.frozen and self.seconds >= DIGITS_UNTIL * minutes * 60:
                self.freeze(data)
            now = self.step(data, symbols, self.seconds / (minutes * 60))
            if self.skipped > 100:
                raise SystemExit("diverged: start again from the last checkpoint with another seed")
            if now is not None:
                loss = now if loss is None else 0.98 * loss + 0.02 * now
            self.seconds, last = self.seconds + time.time() - last, time.time()
            if last - kept < SECONDS_BETWEEN_CHECKPOINTS:
                continue
            self.keep()
            shares = score(self.network, test, alphabet, 300)
            left = f"{minutes - self.seconds / 60:.0f} min left"
            print(f"step {self.steps} loss {loss:.4f} unseen typefaces {shown(shares)}, {left}", flush=True)
            self.learn()
            kept = last = time.time()
        self.keep()
        return not stopped


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("--cards", type=int, default=6000)
    parser.add_argument("--minutes", type=float, default=35)
    parser.add_argument("--start", help="an exported network to start from, such as models/front-reader.onnx")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    learnt, train_hashes, data = crops(given.out, "train", given.cards, given.seed)
    unseen, test_hashes, test = crops(given.out, "evaluate", CARDS_PER_SHARD, given.seed)
    if set(learnt["typefaces"]) & set(unseen["typefaces"]):
        raise SystemExit("a typeface is in training and evaluation")
    alphabet = learnt["alphabet"]
    network = LineReader(len(alphabet) + 1)
    training = Training(network, given.seed, os.path.join(given.out, "checkpoint.pt"))
    if given.start is not None:
        training.start_from(given.start)
        training.top_rate = START_RATE
    if not training.run(data, test, alphabet, given.minutes):
        print(f"stopped at step {training.steps}; the same command goes on")
        return
    shares = score(network, test, alphabet)
    file = os.path.join(given.out, "front-reader.onnx")
    network.eval()
    torch.onnx.export(
        network, torch.rand(1, 1, learnt["height"], 288), file, input_names=["x"], output_names=["lp"],
        dynamic_axes={"x": {0: "n", 3: "w"}, "lp": {0: "n", 2: "t"}}, opset_version=17,
    )
    manifest = {
        "sha256": sha256(file), "seed": given.seed, "cards": given.cards,
        "startedFrom": None if given.start is None else sha256(given.start), "minutes": round(training.seconds / 60, 1),
        "steps": training.steps, "torch": torch.__version__,
        "typefaces": {"train": learnt["typefaces"], "evaluate": unseen["typefaces"]},
        "rightInUnseenTypefaces": shares, "shards": {**train_hashes, **test_hashes},
    }
    with open(os.path.join(given.out, "manifest.json"), "w", encoding="utf8") as out:
        json.dump(manifest, out, indent=2)
        out.write("\n")
    print(json.dumps(manifest, indent=2))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit("stopped while drawing; the same command goes on") from None
