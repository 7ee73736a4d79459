// MQTT.js against the broker at argv: port, protocol version (4 or 5), CA file, user, password (the last three only with TLS).
// Each check prints one line; a check that fails prints why and ends the program with 1.
'use strict';
const fs = require('fs');
const mqtt = require('mqtt');

const [port, version, ca, username, password] = process.argv.slice(2);
const five = version === '5';
const open = [];

function connect(clientId, more = {}) {
  const options = { protocolVersion: Number(version), clientId, clean: true, reconnectPeriod: 0, connectTimeout: 10000, ...more };
  if (ca) {
    Object.assign(options, { ca: fs.readFileSync(ca), username, password });
  }
  return new Promise((resolve, reject) => {
    const client = mqtt.connect(`${ca ? 'mqtts' : 'mqtt'}://localhost:${port}`, options);
    client.inbox = [];
    client.waiting = [];
    client.on('message', (topic, payload, packet) => {
      const message = { topic, payload, packet };
      const next = client.waiting.shift();
      if (next) { next(message); } else { client.inbox.push(message); }
    });
    client.on('connect', answer => { client.answer = answer; open.push(client); resolve(client); });
    client.on('error', reject);
  });
}

const next = client => new Promise(resolve => client.inbox.length ? resolve(client.inbox.shift()) : client.waiting.push(resolve));
const subscribe = (client, filter, options) => new Promise((resolve, reject) => client.subscribe(filter, options, (e, granted) => e ? reject(e) : resolve(granted)));
const unsubscribe = (client, filter) => new Promise((resolve, reject) => client.unsubscribe(filter, e => e ? reject(e) : resolve()));
const publish = (client, topic, payload, options) => new Promise((resolve, reject) => client.publish(topic, payload, options, e => e ? reject(e) : resolve()));
const end = client => new Promise(resolve => client.end(false, {}, resolve));

function equal(actual, expected, what) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
  }
}

const checks = {
  async qos() {
    const client = await connect('js-qos');
    equal((await subscribe(client, 'js/qos/+', { qos: 2 })).map(g => g.qos), [1], 'granted');
    for (const qos of [0, 1]) {
      await publish(client, `js/qos/${qos}`, `hello ${qos}`, { qos });
      const got = await next(client);
      equal([got.topic, got.payload.toString(), got.packet.qos], [`js/qos/${qos}`, `hello ${qos}`, qos], 'message');
    }
    await unsubscribe(client, 'js/qos/+');
    await publish(client, 'js/qos/1', 'unheard', { qos: 1 });
    equal(client.inbox.length, 0, 'after unsubscribe');
  },

  async retained() {
    const client = await connect('js-retained');
    await publish(client, 'js/retained/a', 'kept', { qos: 1, retain: true });
    await publish(client, 'js/retained/b', 'cleared', { qos: 1, retain: true });
    await publish(client, 'js/retained/b', '', { qos: 1, retain: true });
    await subscribe(client, 'js/retained/#', { qos: 1 });
    const got = await next(client);
    equal([got.topic, got.payload.toString(), got.packet.retain], ['js/retained/a', 'kept', true], 'retained');
    await publish(client, 'js/retained/end', 'live', { qos: 1 });
    equal((await next(client)).payload.toString(), 'live', 'the only retained one');
  },

  async will() {
    const watcher = await connect('js-watcher');
    await subscribe(watcher, 'js/will', { qos: 1 });
    const dying = await connect('js-dying', { will: { topic: 'js/will', payload: Buffer.from('gone'), qos: 1, retain: false } });
    dying.stream.destroy();
    equal((await next(watcher)).payload.toString(), 'gone', 'will');
  },

  async session() {
    const kept = { clean: false, properties: five ? { sessionExpiryInterval: 600 } : undefined };
    const first = await connect('js-session', kept);
    equal(first.answer.sessionPresent, false, 'a new session');
    await subscribe(first, 'js/session', { qos: 1 });
    await end(first);
    const other = await connect('js-other');
    for (let i = 0; i < 3; i++) {
      await publish(other, 'js/session', `${i}`, { qos: 1 });
    }
    const second = await connect('js-session', kept);
    equal(second.answer.sessionPresent, true, 'the same session');
    for (let i = 0; i < 3; i++) {
      equal((await next(second)).payload.toString(), `${i}`, 'what came meanwhile');
    }
  },

  async large() {
    const client = await connect('js-large');
    await subscribe(client, 'js/large', { qos: 1 });
    const payload = Buffer.alloc(1000000, 7);
    await publish(client, 'js/large', payload, { qos: 1 });
    equal((await next(client)).payload.equals(payload), true, 'one megabyte');
  },

  async order() {
    const client = await connect('js-order');
    await subscribe(client, 'js/order', { qos: 1 });
    const publishing = Array.from({ length: 300 }, (_, i) => publish(client, 'js/order', `${i}`, { qos: 1 }));
    for (let i = 0; i < 300; i++) {
      equal((await next(client)).payload.toString(), `${i}`, 'in order');
    }
    await Promise.all(publishing);
  },

  // A client in C# answers on the response topic, or, in 3.1.1, on the topic that the payload names.
  async request() {
    const client = await connect('js-request');
    await subscribe(client, 'js/answer', { qos: 1 });
    const properties = five ? { responseTopic: 'js/answer', correlationData: Buffer.from([0, 255]), userProperties: { k: ['v', 'w'] }, contentType: 'text/plain' } : undefined;
    await publish(client, 'ask', five ? 'good day' : 'js/answer good day', { qos: 1, properties });
    const got = await next(client);
    equal(got.payload.toString(), 'good day to you', 'answer');
    if (five) {
      const p = got.packet.properties;
      equal([p.correlationData.toString('hex'), p.userProperties.k, p.contentType], ['00ff', ['v', 'w'], 'text/plain'], 'properties');
    }
  },
};

(async () => {
  for (const [name, check] of Object.entries(checks)) {
    await check();
    console.log(`ok ${name}`);
  }
  for (const client of open) {
    client.end(true);
  }
  console.log('done');
})().catch(e => { console.log(`failed: ${e.stack}`); process.exit(1); });
