// The peer of ClosedLoop.Benchmarks `mqtt`: the same measurements with libmosquitto as the client.
//
//   mqtt-peer throughput HOST PORT MESSAGES WINDOW PAYLOAD    one publisher, one subscriber, QoS 1
//   mqtt-peer roundtrip  HOST PORT TRIPS    PAYLOAD           request with response topic, one in flight, QoS 1
//
// Prints one JSON line. Each connection has a thread of its own that does everything for it, which is the fastest way to drive this library:
// a publish then writes to the socket at once instead of waking another thread.
#define _GNU_SOURCE
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const char *host;
static int port, messages, window, payload_length;
static char *payload;
static atomic_int stop;
static int connected, subscribed;
static atomic_long received;
static long acknowledged, answered;
static char data_topic[80], request_topic[80], response_topic[80];

static void check(int rc, const char *what)
{
    if (rc != MOSQ_ERR_SUCCESS) {
        fprintf(stderr, "%s: %s\n", what, mosquitto_strerror(rc));
        exit(1);
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double cpu(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static void on_connect(struct mosquitto *m, void *x, int rc)
{
    (void)m, (void)x;
    if (rc != 0) {
        fprintf(stderr, "connection refused\n");
        exit(1);
    }
    connected++;
}

static void on_subscribe(struct mosquitto *m, void *x, int mid, int count, const int *qos)
{
    (void)m, (void)x, (void)mid;
    if (count != 1 || qos[0] != 1) {
        fprintf(stderr, "subscription refused\n");
        exit(1);
    }
    subscribed++;
}

static void on_data(struct mosquitto *m, void *x, const struct mosquitto_message *message)
{
    (void)m, (void)x, (void)message;
    atomic_fetch_add_explicit(&received, 1, memory_order_release);
}

static void on_published(struct mosquitto *m, void *x, int mid)
{
    (void)m, (void)x, (void)mid;
    acknowledged++;
}

static void on_request(struct mosquitto *m, void *x, const struct mosquitto_message *request, const mosquitto_property *properties)
{
    (void)x;
    char *topic = NULL;
    void *correlation = NULL;
    uint16_t length = 0;
    mosquitto_property *answer = NULL;
    if (!mosquitto_property_read_string(properties, MQTT_PROP_RESPONSE_TOPIC, &topic, false)
        || !mosquitto_property_read_binary(properties, MQTT_PROP_CORRELATION_DATA, &correlation, &length, false)) {
        fprintf(stderr, "a request without response topic or correlation data\n");
        exit(1);
    }
    check(mosquitto_property_add_binary(&answer, MQTT_PROP_CORRELATION_DATA, correlation, length), "property");
    check(mosquitto_publish_v5(m, NULL, topic, request->payloadlen, request->payload, 1, false, answer), "respond");
    mosquitto_property_free_all(&answer);
    free(topic);
    free(correlation);
}

static void on_response(struct mosquitto *m, void *x, const struct mosquitto_message *message)
{
    (void)m, (void)x, (void)message;
    answered++;
}

static struct mosquitto *open_client(const char *name)
{
    char id[64];
    snprintf(id, sizeof id, "peer-%s-%d", name, getpid());
    struct mosquitto *m = mosquitto_new(id, true, NULL);
    check(m ? MOSQ_ERR_SUCCESS : MOSQ_ERR_NOMEM, "new");
    check(mosquitto_int_option(m, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5), "version");
    check(mosquitto_int_option(m, MOSQ_OPT_TCP_NODELAY, 1), "nodelay");
    check(mosquitto_int_option(m, MOSQ_OPT_RECEIVE_MAXIMUM, window), "receive maximum");
    check(mosquitto_int_option(m, MOSQ_OPT_SEND_MAXIMUM, window), "send maximum");
    mosquitto_connect_callback_set(m, on_connect);
    mosquitto_subscribe_callback_set(m, on_subscribe);
    return m;
}

static void connect_client(struct mosquitto *m)
{
    const int before = connected;
    check(mosquitto_connect(m, host, port, 60), "connect");
    while (connected == before)
        check(mosquitto_loop(m, 100, 1), "loop");
}

static void subscribe(struct mosquitto *m, const char *topic)
{
    const int before = subscribed;
    connect_client(m);
    check(mosquitto_subscribe(m, NULL, topic, 1), "subscribe");
    while (subscribed == before)
        check(mosquitto_loop(m, 100, 1), "loop");
}

static void *serve(void *client)
{
    while (!atomic_load_explicit(&stop, memory_order_relaxed))
        check(mosquitto_loop(client, 100, 1), "loop");
    return NULL;
}

static void throughput(void)
{
    struct mosquitto *subscriber = open_client("sub"), *publisher = open_client("pub");
    mosquitto_message_callback_set(subscriber, on_data);
    mosquitto_publish_callback_set(publisher, on_published);
    subscribe(subscriber, data_topic);
    connect_client(publisher);
    pthread_t thread;
    pthread_create(&thread, NULL, serve, subscriber);
    double began = now(), busy = cpu();
    for (long sent = 0; acknowledged < messages;) {
        while (sent < messages && sent - acknowledged < window) {
            check(mosquitto_publish(publisher, NULL, data_topic, payload_length, payload, 1, false), "publish");
            sent++;
        }
        check(mosquitto_loop(publisher, 100, 1), "loop");
    }
    while (atomic_load_explicit(&received, memory_order_acquire) < messages)
        usleep(100);
    double seconds = now() - began, used = cpu() - busy;
    printf("{\"seconds\":%.6f,\"cpuSeconds\":%.6f}\n", seconds, used);
    atomic_store(&stop, 1);
    pthread_join(thread, NULL);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void round_trips(void)
{
    struct mosquitto *responder = open_client("responder"), *requester = open_client("requester");
    mosquitto_message_v5_callback_set(responder, on_request);
    mosquitto_message_callback_set(requester, on_response);
    subscribe(responder, request_topic);
    subscribe(requester, response_topic);
    pthread_t thread;
    pthread_create(&thread, NULL, serve, responder);
    double *times = calloc((size_t)messages, sizeof *times);
    const int warm = messages / 10;
    double busy = 0;
    for (int i = -warm; i < messages; i++) {
        if (i == 0)
            busy = cpu();
        mosquitto_property *properties = NULL;
        long expected = answered + 1;
        check(mosquitto_property_add_string(&properties, MQTT_PROP_RESPONSE_TOPIC, response_topic), "property");
        check(mosquitto_property_add_binary(&properties, MQTT_PROP_CORRELATION_DATA, &i, sizeof i), "property");
        double began = now();
        check(mosquitto_publish_v5(requester, NULL, request_topic, payload_length, payload, 1, false, properties), "request");
        while (answered < expected)
            check(mosquitto_loop(requester, 100, 1), "loop");
        if (i >= 0)
            times[i] = now() - began;
        mosquitto_property_free_all(&properties);
    }
    double used = cpu() - busy;
    qsort(times, (size_t)messages, sizeof *times, ascending);
    printf("{\"p50\":%.9f,\"p99\":%.9f,\"cpuSeconds\":%.6f}\n", times[messages / 2], times[(int)(0.99 * (messages - 1))], used);
    atomic_store(&stop, 1);
    pthread_join(thread, NULL);
    free(times);
}

int main(int argc, char **argv)
{
    const bool loaded = argc == 7 && strcmp(argv[1], "throughput") == 0;
    if (!loaded && !(argc == 6 && strcmp(argv[1], "roundtrip") == 0)) {
        fprintf(stderr, "usage: mqtt-peer throughput HOST PORT MESSAGES WINDOW PAYLOAD | mqtt-peer roundtrip HOST PORT TRIPS PAYLOAD\n");
        return 2;
    }
    host = argv[2];
    port = atoi(argv[3]);
    messages = atoi(argv[4]);
    window = loaded ? atoi(argv[5]) : 100;
    payload_length = atoi(argv[loaded ? 6 : 5]);
    payload = malloc((size_t)payload_length);
    memset(payload, 'x', (size_t)payload_length);
    snprintf(data_topic, sizeof data_topic, "bench/peer-%d/data", getpid());
    snprintf(request_topic, sizeof request_topic, "bench/peer-%d/request", getpid());
    snprintf(response_topic, sizeof response_topic, "bench/peer-%d/response", getpid());
    mosquitto_lib_init();
    if (loaded)
        throughput();
    else
        round_trips();
    return 0;
}
