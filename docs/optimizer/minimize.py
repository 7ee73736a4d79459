"""Minimizes a function with `closedloop optimizer`: ten lines, nothing but the standard library."""
import json
import shlex
import subprocess
import sys

optimizer = subprocess.Popen(shlex.split(sys.argv[1] if len(sys.argv) > 1 else "closedloop optimizer"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(**request):
    print(json.dumps(request), file=optimizer.stdin, flush=True)
    return json.loads(optimizer.stdout.readline())


ask(declare={"parameters": {"x": {"type": "continuous", "lower": -5, "upper": 10}, "y": {"type": "continuous", "lower": 0, "upper": 15}}, "objectives": {"height": {"goal": "minimize"}}})
for trial in range(25):
    point = ask(ask={"n": 1})["candidates"][0]["candidate"]
    height = (point["x"] - 3) ** 2 + 0.5 * (point["y"] - 7) ** 2   # here your laboratory measures
    ask(tell=[{"candidate": point, "values": {"height": height}}])
print(json.dumps(ask(best={})["best"]))
