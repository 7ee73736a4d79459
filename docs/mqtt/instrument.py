"""An instrument of a ClosedLoop lab in 40 lines, by the rules of contract.md: python3 instrument.py BROKER PORT LAB ID FOLDER"""
import json, os, queue, sys, time, uuid, paho.mqtt.client as mqtt

BROKER, PORT, LAB, ID, FOLDER = sys.argv[1:6]
ROOT, orders, here, book = f"closedloop/v1/{LAB}/instrument/{ID}/", queue.Queue(), {"online": False}, open(os.path.join(FOLDER, ID + ".ledger"), "a+")
CAN = {"name": "measuring", "inputs": ["x1", "x2"], "outputs": ["height"], "limits": {"x1": {"lower": -5, "upper": 10}, "x2": {"lower": 0, "upper": 15}}}

def perform(p): return {"height": (p["x1"] - 3) ** 2 + (p["x2"] - 2) ** 2}  # Your device. This one is simulated, and says so.

def now(): return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
def said(id, status, **more): return {"dispatchId": id, "status": status, "ledgerId": ledger["id"], "at": now(), **more}
def tell(leaf, message): client.publish(ROOT + leaf, json.dumps(message) if message else None, qos=1, retain=True)
def show(id): return [tell(f"dispatch/{id}/{part}", None if "closed" in ledger[id] else ledger[id].get(part)) for part in ("result", "status")]
def keep(key, value): ledger.update({key: value}), book.write(f"\n{json.dumps([key, value])} .\n"), book.flush(), os.fsync(book.fileno())

def arm(*_): here.update(epoch=time.time_ns() // 10**6, ledgerId=ledger["id"], at=now()), client.will_set(ROOT + "presence", json.dumps(here), 1, 1)

def refusal(o, p): return ("expired" if o["startBy"][:19] < now() else "simulatedMismatch" if not o["simulated"] else "unsupported" if o["capability"] !=
    CAN["name"] or {*CAN["inputs"]} - {*p} else "outsideLimits" if any(not l["lower"] <= p[n] <= l["upper"] for n, l in CAN["limits"].items()) else None)

def obey(o, id, run, do):  # Intent into the ledger, answer, act, result into the ledger, result shown: in this order.
    known, p, seen, asked = ledger.get(id), o.get("parameters"), ledger.get(run, 0), [o.get(m) for m in ("capability", "sample", "simulated", "parameters")]
    old = "oldEpoch" if o["epoch"] < seen else "ledgerMismatch" if do and o["ledgerId"] != ledger["id"] else None
    why = old or (None if not do else ("tombstone" if known["asked"] is None else "conflict" if known["asked"] != asked else None) if known else refusal(o, p))
    no = said(id, "rejected", refusal=why, seenEpoch=seen) if why else None
    entry = {"asked": asked, "status": no or said(id, "running")} if do else {"asked": None, "status": said(id, "cancelled", sample="untouched")}
    if not old and not known and (do or o["verb"] == "cancel"): keep(id, entry)
    if not old and known and not do and o["verb"] == "close": keep(id, {**known, "closed": True})
    status = no or (show(id) and {**ledger[id]["status"], "closed": "closed" in ledger[id]} if id in ledger else said(id, "unknown"))
    old or keep(run, o["epoch"]), client.publish(o["replyTo"], json.dumps({**status, "correlationId": o["correlationId"]}), qos=1)
    if not known and status["status"] == "running":
        result = {"dispatchId": id, "ledgerId": ledger["id"], "outputs": perform(p), "startedAt": status["at"], "finishedAt": now(), "files": []}
        keep(id, {**ledger[id], "status": said(id, "succeeded"), "result": result}), show(id)

def everything():  # After a connect, an error, or 25 s without an order. Nothing runs now: an intent without an end is nobody's guess.
    for id in [key for key in ledger if "." in key and "closed" not in ledger[key]]:
        ledger[id]["status"]["status"] == "running" and keep(id, {**ledger[id], "status": said(id, "indeterminate", sample="unknown")}), show(id)
    tell("presence", {**here, "online": True}), tell("state", {"health": "ok", "activity": "idle", "active": [], "at": now()})
    tell("capabilities", {"capabilities": [CAN], "capacity": 1, "simulated": True, "recovers": False, "version": "1"})

ledger = book.seek(0) or {"id": uuid.uuid4().hex, **dict(json.loads(line[:-3]) for line in book if line.endswith(" .\n"))}
client = mqtt.Client(*([mqtt.CallbackAPIVersion.VERSION2] if hasattr(mqtt, "CallbackAPIVersion") else []), client_id=f"{LAB}-{ID}", protocol=mqtt.MQTTv5)
client.on_message, client.on_disconnect = lambda c, u, m: m.retain or orders.put(m.payload), arm
client.on_connect = lambda *_: (client.subscribe([(ROOT + "command", 1), (ROOT + "control", 1)]), orders.put(b""))
keep("id", ledger["id"]), arm(), client.connect(BROKER, int(PORT)), client.loop_start()
while True:
    try: o = json.loads(orders.get(timeout=25)); obey(o, o["dispatchId"], o["dispatchId"].split(".")[0], "verb" not in o)
    except Exception as e: print(repr(e)); everything()
