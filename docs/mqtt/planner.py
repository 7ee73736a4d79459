"""An external planner in 30 lines: half the time it looks near the best trial so far, else anywhere. Usage: python3 planner.py BROKER PORT LAB NAME"""
import json
import random
import sys
import paho.mqtt.client as mqtt

BROKER, PORT, LAB, NAME = sys.argv[1:5]


def draw(parameter, centre):
    low, high = parameter["lower"], parameter["upper"]
    value = random.uniform(low, high) if centre is None else min(high, max(low, random.gauss(centre, 0.1 * (high - low))))
    return {"continuous": value, "integer": round(value)}[parameter["type"]]


def propose(question):
    problem = question["declare"]
    random.seed(question["correlationId"])  # the same question has the same answer
    objective, wanted = next(iter(problem["objectives"].items()))
    measured = sorted(((trial["values"][objective], trial["candidate"]) for trial in question["tell"] if "values" in trial), key=lambda trial: trial[0])
    best = measured[-1 if wanted["goal"] == "maximize" else 0][1] if measured and random.random() < 0.5 else {}
    return [{"candidate": {name: draw(parameter, best.get(name)) for name, parameter in problem["parameters"].items()}} for _ in range(question["ask"]["n"])]


def on_message(client, userdata, message):
    question = json.loads(message.payload)
    answer = {"candidates": propose(question)} if "ask" in question else {}  # it has no model to tell of
    client.publish(question["replyTo"], json.dumps({**answer, "correlationId": question["correlationId"]}), qos=1)


client = mqtt.Client(*([mqtt.CallbackAPIVersion.VERSION2] if hasattr(mqtt, "CallbackAPIVersion") else []), client_id=f"planner-{NAME}")
client.on_connect = lambda *_: client.subscribe(f"closedloop/v1/{LAB}/planner/{NAME}/question", qos=1)
client.on_subscribe = lambda *_: print("listening", flush=True)
client.on_message = on_message
client.connect(BROKER, int(PORT))
client.loop_forever()
