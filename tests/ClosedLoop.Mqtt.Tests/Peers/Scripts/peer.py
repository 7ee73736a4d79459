"""paho-mqtt against the broker at argv: port, protocol version (4 or 5), CA file, user, password (the last three only with TLS).

Each check prints one line; a check that fails prints why and ends the program with 1.
"""
import queue
import sys
import threading
import traceback

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

PORT, VERSION, CA, USER, PASSWORD = (sys.argv[1:] + [None] * 3)[:5]
FIVE = VERSION == "5"
PATIENCE = 20


class Client:
    def __init__(self, client_id, clean=True, expiry=0, will=None):
        more = {} if FIVE else {"clean_session": clean}
        self.mqtt = mqtt.Client(client_id, protocol=mqtt.MQTTv5 if FIVE else mqtt.MQTTv311, **more)
        self.inbox, self.connected, self.acknowledged, self.session_present = queue.Queue(), threading.Event(), queue.Queue(), None
        self.mqtt.on_message = lambda client, data, message: self.inbox.put(message)
        self.mqtt.on_connect = self.on_connect
        self.mqtt.on_subscribe = lambda client, data, mid, granted, properties=None: self.acknowledged.put([getattr(g, "value", g) for g in granted])
        self.mqtt.on_unsubscribe = lambda client, data, mid, *rest: self.acknowledged.put(None)
        if will:
            self.mqtt.will_set(*will)
        if CA:
            self.mqtt.tls_set(CA)
            self.mqtt.username_pw_set(USER, PASSWORD)
        properties = None
        if FIVE:
            properties = Properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = expiry
        self.mqtt.connect("localhost", int(PORT), **({"clean_start": clean, "properties": properties} if FIVE else {}))
        self.mqtt.loop_start()
        assert self.connected.wait(PATIENCE), f"{client_id} is not let in"

    def on_connect(self, client, data, flags, code, properties=None):
        if code == 0:
            self.session_present = bool(flags["session present"])
            self.connected.set()

    def subscribe(self, topic_filter, qos=1):
        self.mqtt.subscribe(topic_filter, qos)
        return self.acknowledged.get(timeout=PATIENCE)

    def unsubscribe(self, topic_filter):
        self.mqtt.unsubscribe(topic_filter)
        self.acknowledged.get(timeout=PATIENCE)

    def publish(self, topic, payload, qos=1, retain=False, properties=None):
        sent = self.mqtt.publish(topic, payload, qos, retain, **({"properties": properties} if FIVE else {}))
        sent.wait_for_publish(PATIENCE)
        assert sent.is_published(), f"{topic} is not acknowledged"

    def next(self):
        return self.inbox.get(timeout=PATIENCE)

    def close(self):
        self.closed = threading.Event()
        self.mqtt.on_disconnect = lambda *rest: self.closed.set()
        self.mqtt.disconnect()
        assert self.closed.wait(PATIENCE), "not closed"


def equal(actual, expected, what):
    assert actual == expected, f"{what}: {actual} instead of {expected}"


def qos():
    client = Client("py-qos")
    equal(client.subscribe("py/qos/+", 2), [1], "granted")
    for level in (0, 1):
        client.publish(f"py/qos/{level}", f"hello {level}", level)
        got = client.next()
        equal((got.topic, got.payload.decode(), got.qos), (f"py/qos/{level}", f"hello {level}", level), "message")
    client.unsubscribe("py/qos/+")
    client.publish("py/qos/1", "unheard")
    equal(client.inbox.qsize(), 0, "after unsubscribe")
    client.close()


def retained():
    client = Client("py-retained")
    client.publish("py/retained/a", "kept", retain=True)
    client.publish("py/retained/b", "cleared", retain=True)
    client.publish("py/retained/b", "", retain=True)
    client.subscribe("py/retained/#")
    got = client.next()
    equal((got.topic, got.payload.decode(), got.retain), ("py/retained/a", "kept", 1), "retained")
    client.publish("py/retained/end", "live")
    equal(client.next().payload, b"live", "the only retained one")
    client.close()


def will():
    watcher = Client("py-watcher")
    watcher.subscribe("py/will")
    dying = Client("py-dying", will=("py/will", "gone", 1, False))
    dying.mqtt.socket().shutdown(2)
    equal(watcher.next().payload, b"gone", "will")
    watcher.close()


def session():
    first = Client("py-session", clean=False, expiry=600)
    equal(first.session_present, False, "a new session")
    first.subscribe("py/session")
    first.close()
    other = Client("py-other")
    for i in range(3):
        other.publish("py/session", str(i))
    second = Client("py-session", clean=False, expiry=600)
    equal(second.session_present, True, "the same session")
    for i in range(3):
        equal(second.next().payload.decode(), str(i), "what came meanwhile")
    second.close()
    other.close()


def large():
    client = Client("py-large")
    client.subscribe("py/large")
    payload = bytes([7]) * 1_000_000
    client.publish("py/large", payload)
    equal(client.next().payload == payload, True, "one megabyte")
    client.close()


def order():
    client = Client("py-order")
    client.subscribe("py/order")
    for i in range(300):
        client.mqtt.publish("py/order", str(i), 1)
    for i in range(300):
        equal(client.next().payload.decode(), str(i), "in order")
    client.close()


def request():
    """A client in C# answers on the response topic, or, in 3.1.1, on the topic that the payload names."""
    client = Client("py-request")
    client.subscribe("py/answer")
    properties = None
    if FIVE:
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = "py/answer"
        properties.CorrelationData = b"\x00\xff"
        properties.ContentType = "text/plain"
        properties.UserProperty = [("k", "v"), ("k", "w")]
    client.publish("ask", "good day" if FIVE else "py/answer good day", properties=properties)
    got = client.next()
    equal(got.payload, b"good day to you", "answer")
    if FIVE:
        p = got.properties
        equal((p.CorrelationData, p.ContentType, p.UserProperty), (b"\x00\xff", "text/plain", [("k", "v"), ("k", "w")]), "properties")
    client.close()


try:
    for check in (qos, retained, will, session, large, order, request):
        check()
        print(f"ok {check.__name__}", flush=True)
    print("done", flush=True)
except Exception:
    print("failed: " + traceback.format_exc(), flush=True)
    sys.exit(1)
