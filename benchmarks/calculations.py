#!/usr/bin/env python3
"""The campaigns on real codes, over seeds. Runs `closedloop run` on copies of campaigns/*.yaml with other seeds, and prints the figures of benchmarks/README.md.

  benchmarks/calculations.py CLOSEDLOOP FOLDER {magnesium|alanine|dye|algaas} [SEEDS]

CLOSEDLOOP is the executable, FOLDER takes the runs; a run that is there already is only read. Needs the codes that the labs name.
"""
import csv
import os
import random
import re
import statistics
import subprocess
import sys

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
# Least energy of magnesium at the high level, found by a simplex search with pw.x itself (minimum, below), in meV above -58.4 eV.
MAGNESIUM = -2.034
WITHIN = 0.5  # meV
C7EQ = 0.3  # kcal/mol above the least energy; the next minimum lies at 1.7


def text(path):
    with open(os.path.join(HERE, path), encoding="utf-8") as file:
        return file.read()


def run(executable, folder, name, campaign, lab):
    """The observations of a campaign, which is run unless it has been."""
    home = os.path.join(folder, name)
    table = os.path.join(home, "data", "campaigns", re.search(r"^name: (\S+)", campaign, re.M)[1], "observations.csv")
    if not os.path.exists(table):
        os.makedirs(os.path.join(home, "labs"), exist_ok=True)
        os.makedirs(os.path.join(home, "campaigns"), exist_ok=True)
        for kept in ("templates", "molecules"):
            if not os.path.exists(os.path.join(home, "campaigns", kept)):
                os.symlink(os.path.abspath(os.path.join(HERE, "campaigns", kept)), os.path.join(home, "campaigns", kept))
        with open(os.path.join(home, "campaigns", "it.yaml"), "w", encoding="utf-8") as file:
            file.write(campaign)
        with open(os.path.join(home, "labs", re.search(r"^lab: (\S+)", lab, re.M)[1] + ".yaml"), "w", encoding="utf-8") as file:
            file.write(lab)
        subprocess.run([executable, "run", "campaigns/it.yaml", "--plain", "--data", "data"], cwd=home, check=True, stdout=subprocess.DEVNULL)
    with open(table, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def seeded(campaign, seed):
    return re.sub(r"^seed: .*$", f"seed: {seed}", campaign, flags=re.M)


def cost(row):
    """Processor seconds of a trial."""
    return sum(float(value) for key, value in row.items() if key.endswith("cpu_seconds") and value)


def bootstrap(ratios):
    draw = random.Random(1)
    medians = sorted(statistics.median(draw.choices(ratios, k=len(ratios))) for _ in range(10000))
    return medians[250], medians[9749]


def magnesium(executable, folder, seeds):
    campaign, lab = text("campaigns/magnesium.yaml"), text("labs/magnesium.yaml")
    stop = f"stop:\n  target: {{objective: energy, value: {MAGNESIUM + WITHIN}}}\n"
    several = re.sub(r"^budget:.*$", "budget: {trials: 200, cost: 60}", campaign, flags=re.M) + stop
    alone = re.sub(r"^  (low|mid): .*\n", "", several, flags=re.M)
    alone = re.sub(r"^  - \{step: scf-(low|mid),.*\n", "", alone, flags=re.M)
    alone = re.sub(r"sources:\n  high: .*\n", "", alone).replace("source: high, ", "").replace("name: magnesium", "name: magnesium-high")
    found = []
    for seed in seeds:
        paid = []
        for name, file in (("several", several), ("alone", alone)):
            rows = run(executable, folder, f"{name}-{seed}", seeded(file, seed), lab)
            spent, reached = 0.0, None
            for row in rows:
                spent += cost(row)
                if row["status"] == "observed" and row["source"] in ("high", "experiment") and float(row["energy"]) <= MAGNESIUM + WITHIN:
                    reached = (spent, len(rows))
                    break
            paid.append(reached or (float("inf"), len(rows)))
        found.append(paid)
        print(f"seed {seed}: three levels {paid[0][0]:.1f} s in {paid[0][1]} trials, high alone {paid[1][0]:.1f} s in {paid[1][1]}, ratio {paid[0][0] / paid[1][0]:.2f}", flush=True)
    several_cost, alone_cost = [p[0][0] for p in found], [p[1][0] for p in found]
    ratios = [a / b for a, b in zip(several_cost, alone_cost)]
    low, high = bootstrap(ratios)
    print(f"median {statistics.median(several_cost):.1f} s and {statistics.median(alone_cost):.1f} s; ratio of medians {statistics.median(several_cost) / statistics.median(alone_cost):.2f}; "
          f"median ratio {statistics.median(ratios):.2f} [{low:.2f}, {high:.2f}]")


def alanine(executable, folder, seeds):
    campaign, lab = text("campaigns/alanine.yaml"), text("labs/alanine.yaml")
    first = []
    for seed in seeds:
        rows = run(executable, folder, f"seed-{seed}", seeded(campaign, seed), lab)
        reached = next((n for n, row in enumerate(rows, 1) if row["status"] == "observed" and float(row["energy"]) <= C7EQ), None)
        best = min((row for row in rows if row["status"] == "observed"), key=lambda row: float(row["energy"]))
        first.append(reached)
        print(f"seed {seed}: C7eq after {reached}, best {float(best['energy']):.3f} kcal/mol at ({float(best['phi']):.0f}, {float(best['psi']):.0f}), "
              f"{sum(row['status'] != 'observed' for row in rows)} failed", flush=True)
    reached = [n for n in first if n]
    print(f"{len(reached)} of {len(first)} seeds within 40 evaluations, median {statistics.median(reached):.0f}")


def hypervolume(points):
    """Area between the front and (0 eV, 0 D)."""
    area, dipole = 0.0, 0.0
    for gap, d in sorted(points, reverse=True):
        if d > dipole:
            area, dipole = area + gap * (d - dipole), d
    return area


def dye(executable, folder, seeds):
    campaign, lab = text("campaigns/dye.yaml"), text("labs/dye.yaml")
    groups = re.findall(r"^      (\w+): +\{sigma", campaign, re.M)[:12]
    rows = ", ".join(f"{{r1: {a}, r2: {b}, phi: {phi}}}" for n, a in enumerate(groups) for b in groups[n:] for phi in (0, 20, 40, 60, 90))
    every = re.sub(r"^budget:.*$", "budget: {trials: 390}\ninitial: 390\ntable:\n  rows: [" + rows + "]", campaign, flags=re.M)
    def measured(rows):
        return [(float(row["gap"]), float(row["dipole"])) for row in rows if row["status"] == "observed"]
    enumerated = run(executable, folder, "enumerated", every, lab)
    whole = hypervolume(measured(enumerated))
    print(f"enumerated: {len(measured(enumerated))} of {len(enumerated)} points, hypervolume {whole:.2f} eV D", flush=True)
    shares, chance = [], []
    for seed in seeds:
        rows = run(executable, folder, f"seed-{seed}", seeded(campaign, seed), lab)
        shares.append(hypervolume(measured(rows[:60])) / whole)
        chance.append(hypervolume(random.Random(seed).sample(measured(enumerated), 60)) / whole)
        print(f"seed {seed}: {shares[-1]:.3f} of it after 60 evaluations, {sum(row['status'] != 'observed' for row in rows)} failed; 60 rows by chance {chance[-1]:.3f}", flush=True)
    print(f"median {statistics.median(shares):.3f}, least {min(shares):.3f}; by chance {statistics.median(chance):.3f}")


def algaas(executable, folder, seeds):
    campaign, lab = text("campaigns/algaas.yaml"), text("labs/algaas.yaml")
    best = []
    for seed in seeds:
        rows = run(executable, folder, f"seed-{seed}", seeded(campaign, seed), lab)
        within = [row for row in rows if row["status"] == "observed" and float(row["scf.below_X"]) >= 0 and float(row["scf.below_L"]) >= 0 and abs(float(row["scf.pressure"])) <= 3]
        winner = max(within, key=lambda row: float(row["gap"]))
        best.append(float(winner["gap"]))
        print(f"seed {seed}: {best[-1]:.4f} eV at x {float(winner['x']):.3f}, a {float(winner['a']):.3f} bohr, trial {winner['trial']}", flush=True)
    print(f"median {statistics.median(best):.4f} eV, least {min(best):.4f}")


if __name__ == "__main__":
    which = {"magnesium": magnesium, "alanine": alanine, "dye": dye, "algaas": algaas}[sys.argv[3]]
    which(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), range(1, int(sys.argv[4] if len(sys.argv) > 4 else 10) + 1))
