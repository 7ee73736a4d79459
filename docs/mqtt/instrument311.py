"""An instrument of a ClosedLoop lab for a microcontroller: MQTT 3.1.1 over a bare socket, for MicroPython and Python 3.

    python3 instrument311.py BROKER PORT LAB ID FOLDER

What it does without: threads, MQTT 5, TLS, more than one step at a time, and memory. It holds one message of at most 4 KiB and the ids of the dispatches that are not
closed; the ledger is a file that is read line by line. It needs a clock that is set (ntptime.settime() on MicroPython) and a file system that keeps what was synced.
The rules are those of contract.md; the payload says where the answer goes (replyTo, correlationId).
"""
import json
import os
import select
import socket
import struct
import sys
import time

LONGEST = 4096
KEEP_ALIVE = 30
CAN = {"name": "measuring", "inputs": ["x1", "x2"], "outputs": ["height"], "limits": {"x1": {"lower": -5, "upper": 10}, "x2": {"lower": 0, "upper": 15}}}


class Device:
    """Your device: begun, then looked at again and again, so that the instrument answers meanwhile. This one is simulated, and takes 0.2 s."""

    def begin(self, parameters):
        self.parameters, self.ready = parameters, time.time() + 0.2

    def look(self):
        """The outputs, or None while it works."""
        if time.time() < self.ready:
            return None
        x1, x2 = self.parameters["x1"], self.parameters["x2"]
        return {"height": (x1 - 3) * (x1 - 3) + (x2 - 2) * (x2 - 2)}

    def stop(self):
        """What has become of the sample."""
        return "altered"


class Ledger:
    """Key and value in each line, the last one counts. A line without its end mark was torn by a crash, and nothing was done for it."""

    def __init__(self, path):
        self.path = path
        open(path, "a").close()
        self.open_ids = []
        for key, value in self.lines():
            self.note(key, value)

    def lines(self):
        with open(self.path) as file:
            for line in file:
                if line.endswith(" .\n"):
                    yield json.loads(line[:-3])

    def find(self, key):
        found = None
        for other, value in self.lines():
            if other == key:
                found = value
        return found

    def keep(self, key, value):
        """Durable on return."""
        with open(self.path, "a") as file:
            file.write("\n" + json.dumps([key, value]) + " .\n")
            file.flush()
            if hasattr(os, "fsync"):
                os.fsync(file.fileno())
            else:
                os.sync()
        self.note(key, value)
        return value

    def note(self, key, value):
        if "." in key and key in self.open_ids and value.get("closed"):
            self.open_ids.remove(key)
        elif "." in key and key not in self.open_ids and not value.get("closed"):
            self.open_ids.append(key)


class Mqtt:
    """As much of MQTT 3.1.1 as an instrument needs. Acknowledgements are not awaited: TCP loses nothing while it stands, and after a reconnect everything is said again."""

    def __init__(self, host, port, client, will_topic, will):
        self.socket = socket.socket()
        self.socket.connect(socket.getaddrinfo(host, port)[0][-1])
        self.socket.settimeout(10)
        self.poll = select.poll()
        self.poll.register(self.socket, select.POLLIN)
        flags = 0x02 | 0x04 | 0x08 | 0x20  # clean session, will, QoS 1, retained
        self.send(0x10, text("MQTT") + bytes([4, flags]) + struct.pack("!H", KEEP_ALIVE) + text(client) + text(will_topic) + text(will))
        kind, body = self.receive()
        if kind != 0x20 or body[1] != 0:
            raise OSError("the broker refuses the connection")
        self.packet_id, self.said_at = 0, time.time()

    def send(self, first, body):
        length, size = b"", len(body)
        while True:
            size, low = size >> 7, size & 0x7F
            length += bytes([low | 0x80 if size else low])
            if not size:
                break
        self.socket.sendall(bytes([first]) + length + body)
        self.said_at = time.time()

    def next_id(self):
        self.packet_id = self.packet_id % 65535 + 1
        return struct.pack("!H", self.packet_id)

    def publish(self, topic, payload, retain):
        self.send(0x32 | retain, text(topic) + self.next_id() + payload)

    def subscribe(self, topic):
        self.send(0x82, self.next_id() + text(topic) + b"\x01")

    def read(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(min(count - len(data), 512))
            if not part:
                raise OSError("the broker has closed the connection")
            data += part
        return data

    def receive(self):
        """The next packet; one that does not fit into memory is read and dropped."""
        first, size, shift = self.read(1)[0], 0, 0
        while True:
            byte = self.read(1)[0]
            size, shift = size | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                break
        if size <= LONGEST:
            return first, self.read(size)
        while size:
            size -= len(self.read(min(size, 512)))
        return 0, b""

    def wait(self, seconds):
        """The order that arrives within a time: payload, whether it was retained, and what acknowledges it; or None."""
        if time.time() - self.said_at > KEEP_ALIVE / 2:
            self.send(0xC0, b"")
        if not self.poll.poll(int(seconds * 1000)):
            return None
        first, body = self.receive()
        if first >> 4 != 3:
            return None
        start = 2 + struct.unpack("!H", body[:2])[0]
        identified = (first >> 1) & 3
        return body[start + 2 if identified else start:], first & 1, body[start:start + 2] if identified else b""


def text(value):
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("!H", len(data)) + data


def now():
    return "%04d-%02d-%02dT%02d:%02d:%02dZ" % tuple(time.gmtime()[:6])


def asked(command):
    """What makes two commands the same act."""
    return [command[part] for part in ("capability", "sample", "simulated", "parameters")]


class Instrument:
    def __init__(self, lab, name, folder):
        self.name, self.root, self.device = name, "closedloop/v1/%s/instrument/%s/" % (lab, name), Device()
        self.ledger = Ledger(folder + "/" + name + ".ledger")
        self.id = self.ledger.find("id") or self.ledger.keep("id", "".join("%02x" % byte for byte in os.urandom(8)))
        self.running, self.activity, self.error = None, "idle", None
        for dispatch in list(self.ledger.open_ids):  # An intent without an end: never begun again.
            entry = self.ledger.find(dispatch)
            if entry["status"]["status"] == "running":
                self.end(dispatch, entry, self.said(dispatch, "indeterminate", sample="unknown"))

    def said(self, dispatch, status, **more):
        more.update(dispatchId=dispatch, status=status, ledgerId=self.id, at=now())
        return more

    def end(self, dispatch, entry, status, result=None):
        entry["status"] = status
        if result:
            entry["result"] = result
        self.ledger.keep(dispatch, entry)

    def serve(self, host, port):
        """One connection: from presence to its loss."""
        epoch = self.ledger.keep("epoch", (self.ledger.find("epoch") or 0) + 1)
        self.mqtt = Mqtt(host, port, "closedloop-" + self.name, self.root + "presence", json.dumps(self.presence(False, epoch)))
        self.mqtt.subscribe(self.root + "command")
        self.mqtt.subscribe(self.root + "control")
        self.tell("presence", self.presence(True, epoch))
        self.tell("capabilities", {"capabilities": [CAN], "capacity": 1, "simulated": True, "recovers": False, "version": "1"})
        for dispatch in self.ledger.open_ids:
            self.show(dispatch)
        beat = 0
        while True:
            if time.time() - beat > 25:
                beat = time.time()
                self.tell_state()
            order = self.mqtt.wait(0.05 if self.running else 1)
            if order:
                self.take(order)
            outputs = self.device.look() if self.running else None
            if outputs:
                dispatch, began = self.running
                result = {"dispatchId": dispatch, "ledgerId": self.id, "outputs": outputs, "startedAt": began, "finishedAt": now(), "files": []}
                self.end(dispatch, self.ledger.find(dispatch), self.said(dispatch, "succeeded"), result)
                self.running = None
                self.show(dispatch)
                self.tell_state()

    def presence(self, online, epoch):
        return {"online": online, "epoch": epoch, "ledgerId": self.id, "at": now()}

    def tell(self, leaf, message):
        self.mqtt.publish(self.root + leaf, json.dumps(message).encode() if message else b"", 1)

    def tell_state(self):
        active = [self.running[0]] if self.running else []
        self.tell("state", {"health": "ok", "activity": "busy" if active else self.activity, "active": active, "lastError": self.error, "at": now()})

    def show(self, dispatch):
        entry = self.ledger.find(dispatch)
        for part in ("result", "status"):  # The result first, so that whoever reads succeeded finds it.
            self.tell("dispatch/%s/%s" % (dispatch, part), None if entry.get("closed") else entry.get(part))

    def take(self, order):
        payload, retained, packet = order
        try:
            message = {} if retained else json.loads(payload)
            if "dispatchId" in message:
                status = self.obey(message, message["dispatchId"], message.get("verb", "do"))
                status["correlationId"] = message.get("correlationId")
                if message.get("replyTo"):
                    self.mqtt.publish(message["replyTo"], json.dumps(status).encode(), 0)
            elif "verb" in message:
                self.steer(message["verb"])
        except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
            self.error = "an order that cannot be read: " + repr(error)
            self.tell_state()
        if packet:  # Only now: what is not in the ledger yet is delivered again.
            self.mqtt.send(0x40, packet)

    def steer(self, verb):
        self.activity = {"pause": "paused", "safeStop": "stopped", "resume": "idle"}[verb]
        if verb == "safeStop" and self.running:
            dispatch = self.running[0]
            self.cancel(dispatch)
            self.show(dispatch)
        self.tell_state()

    def cancel(self, dispatch):
        self.end(dispatch, self.ledger.find(dispatch), self.said(dispatch, "cancelled", sample=self.device.stop()))
        self.running = None

    def obey(self, message, dispatch, verb):
        run, entry = dispatch.split(".")[0], self.ledger.find(dispatch)
        seen = self.ledger.find(run) or 0
        if verb == "do" and message["ledgerId"] != self.id:
            return self.said(dispatch, "rejected", refusal="ledgerMismatch")
        if message["epoch"] < seen:
            return self.said(dispatch, "rejected", refusal="oldEpoch", seenEpoch=seen)
        if message["epoch"] > seen:
            self.ledger.keep(run, message["epoch"])
        if not entry and verb in ("query", "close"):
            return self.said(dispatch, "unknown")
        if entry and verb == "do" and entry["asked"] != asked(message):
            return self.said(dispatch, "rejected", refusal="conflict" if entry["asked"] else "tombstone")
        if not entry and verb == "cancel":
            self.ledger.keep(dispatch, {"asked": None, "status": self.said(dispatch, "cancelled", sample="untouched")})
        elif not entry:
            self.begin(message, dispatch)
        elif verb == "cancel" and self.running and self.running[0] == dispatch:
            self.cancel(dispatch)
        elif verb == "close" and entry["status"]["status"] != "running":
            entry["closed"] = True
            self.ledger.keep(dispatch, entry)
        self.show(dispatch)
        entry = self.ledger.find(dispatch)
        status = dict(entry["status"])
        status["closed"] = bool(entry.get("closed"))
        return status

    def begin(self, message, dispatch):
        """The intent is in the ledger before the device moves; a refusal is kept too."""
        why = self.refusal(message, message["parameters"])
        status = self.said(dispatch, "rejected", refusal=why) if why else self.said(dispatch, "running")
        self.ledger.keep(dispatch, {"asked": asked(message), "status": status})
        if not why:
            self.running = (dispatch, now())
            self.device.begin(message["parameters"])
            self.tell_state()

    def refusal(self, message, parameters):
        if message["startBy"][:19] < now()[:19]:
            return "expired"
        if not message["simulated"]:
            return "simulatedMismatch"
        if message["capability"] != CAN["name"] or any(name not in parameters for name in CAN["inputs"]):
            return "unsupported"
        for name, limit in CAN["limits"].items():
            if not limit["lower"] <= parameters[name] <= limit["upper"]:
                return "outsideLimits"
        return "busy" if self.running else "notReady" if self.activity != "idle" else None


def main(broker, port, lab, name, folder):
    instrument = Instrument(lab, name, folder)
    while True:
        try:
            instrument.serve(broker, int(port))
        except OSError as error:
            print("connection:", error)
            time.sleep(1)


main(*sys.argv[1:6])
