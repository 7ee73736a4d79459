using System.Text.Json.Nodes;

namespace ClosedLoop.Messaging;

/// <summary>The contract as an AsyncAPI 3.0 document with MQTT bindings.</summary>
internal static class AsyncApiWriter
{
    private const string Binding = "0.2.0";

    private static readonly Dictionary<string, string> CloudEvents = new()
    {
        ["specversion"] = "CloudEvents version, 1.0.",
        ["id"] = "Id of the event, unique for its source. A command's is its dispatch id, so that a resend is the same event.",
        ["source"] = "Who speaks, such as /closedloop/v1/north/instrument/furnace-1.",
        ["type"] = "closedloop.{kind}.v1",
        ["time"] = "When it was sent, ISO 8601 in UTC.",
        ["datacontenttype"] = "application/json",
        ["traceparent"] = "W3C trace context. A trial is a trace; an instrument continues the trace of a command in status, result and answer.",
    };

    /// <summary>The document.</summary>
    public static JsonObject Document() => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "The lab's contract on MQTT",
            ["version"] = "1.0.0",
            ["description"] = "Whoever speaks this contract is an instrument of a ClosedLoop lab, in whatever language it is written. The prose, with the nine rules that keep anything "
                + "from being done twice, is contract.md; contract.html is made from the same types as this file. Operations whose names begin with instrument, host, planner or operator "
                + "are those of that party.",
        },
        ["defaultContentType"] = "application/json",
        ["servers"] = Servers(),
        ["channels"] = new JsonObject(ContractChannels.All.Select(channel => KeyValuePair.Create(channel.Name, (JsonNode?)Channel(channel)))),
        ["operations"] = new JsonObject(ContractChannels.All.SelectMany(Operations)),
        ["components"] = new JsonObject
        {
            ["messages"] = new JsonObject(ContractMessage.All.Select(message => KeyValuePair.Create(message.Name, (JsonNode?)Message(message)))),
            ["messageTraits"] = new JsonObject { ["cloudEvent"] = CloudEvent() },
            ["securitySchemes"] = new JsonObject
            {
                ["userPassword"] = new JsonObject { ["type"] = "userPassword", ["description"] = "User name and password of the MQTT connection." },
                ["certificate"] = new JsonObject { ["type"] = "X509", ["description"] = "Client certificate of the TLS connection." },
            },
        },
    };

    private static JsonObject Servers()
    {
        JsonArray security = [Reference("components/securitySchemes/userPassword"), Reference("components/securitySchemes/certificate")];
        return new JsonObject
        {
            ["lab"] = Server("mqtt", "5.0", "127.0.0.1:1883", "The broker of a lab on one machine; a broker on loopback may do without credentials."),
            ["labTls"] = Server("secure-mqtt", "5.0", "broker.lab.example:8883", "The broker of a lab on several machines.", security),
            ["lab311"] = Server("mqtt", "3.1.1", "127.0.0.1:1883", "The same broker for small clients: replyTo and correlationId stand in the payload of orders and answers."),
        };
    }

    private static JsonObject Server(string protocol, string version, string host, string description, JsonArray? security = null)
    {
        var server = new JsonObject { ["host"] = host, ["protocol"] = protocol, ["protocolVersion"] = version, ["description"] = description };
        if (security is not null)
        {
            server["security"] = security;
        }

        server["bindings"] = new JsonObject
        {
            ["mqtt"] = version == "5.0"
                ? new JsonObject { ["cleanSession"] = false, ["sessionExpiryInterval"] = 300, ["maximumPacketSize"] = 2 * LabJson.LargestPayload, ["bindingVersion"] = Binding }
                : new JsonObject { ["cleanSession"] = false, ["bindingVersion"] = Binding },
        };
        return server;
    }

    private static JsonObject Channel(ContractChannel channel) => new()
    {
        ["address"] = channel.Topic,
        ["description"] = channel.Summary + (channel.IsWill ? " Also the will that is registered at every connect." : ""),
        ["parameters"] = new JsonObject(channel.Parameters.Select(name =>
            KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["description"] = ContractChannels.Parameters[name] }))),
        ["messages"] = new JsonObject { [channel.Message.Name] = Reference($"components/messages/{channel.Message.Name}") },
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Operations(ContractChannel channel) =>
        channel.Readers.Select(reader => Operation(channel, reader, "receive")).Prepend(Operation(channel, channel.Sender, "send"));

    private static KeyValuePair<string, JsonNode?> Operation(ContractChannel channel, Party party, string action)
    {
        var operation = new JsonObject
        {
            ["action"] = action,
            ["channel"] = Reference($"channels/{channel.Name}"),
            ["summary"] = channel.Summary,
            ["tags"] = new JsonArray(new JsonObject { ["name"] = MemberText.Camel($"{party}") }),
            ["messages"] = new JsonArray(Reference($"channels/{channel.Name}/messages/{channel.Message.Name}")),
            ["bindings"] = new JsonObject { ["mqtt"] = action == "send" ? Sending(channel) : new JsonObject { ["qos"] = channel.Qos, ["bindingVersion"] = Binding } },
        };
        if (channel.AnsweredOn is { } answered)
        {
            var reply = ContractChannels.Of(answered);
            operation["reply"] = new JsonObject
            {
                ["channel"] = Reference($"channels/{reply.Name}"),
                ["messages"] = new JsonArray(Reference($"channels/{reply.Name}/messages/{reply.Message.Name}")),
            };
        }

        var verb = action == "send" ? "Sends" : "Receives";
        return new($"{MemberText.Camel($"{party}")}{verb}{channel.Kind}", operation);
    }

    private static JsonObject Sending(ContractChannel channel)
    {
        var binding = new JsonObject { ["qos"] = channel.Qos, ["retain"] = channel.Retained };
        if (channel.ExpirySeconds is { } seconds)
        {
            binding["messageExpiryInterval"] = seconds;
        }
        else if (channel.ExpiresWith is { } words)
        {
            binding["messageExpiryInterval"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["description"] = $"Expires {words}." };
        }

        binding["bindingVersion"] = Binding;
        return binding;
    }

    private static JsonObject Message(ContractMessage message)
    {
        var answered = ContractChannels.All.Any(channel => channel.Message == message && channel.AnsweredOn is not null);
        var binding = new JsonObject { ["payloadFormatIndicator"] = 1, ["contentType"] = "application/json" };
        if (answered)
        {
            binding["responseTopic"] = new JsonObject { ["type"] = "string", ["description"] = "Where the answer goes; the payload says it again in replyTo." };
        }

        if (answered || message.Type == typeof(StatusMessage) || message.Type == typeof(ReplyMessage))
        {
            binding["correlationData"] = new JsonObject { ["type"] = "string", ["description"] = "Repeated by the answer byte for byte; the payload says it again in correlationId." };
        }

        binding["bindingVersion"] = Binding;
        var written = new JsonObject
        {
            ["name"] = message.Name,
            ["title"] = message.Name,
            ["contentType"] = "application/json",
            ["traits"] = new JsonArray(Reference("components/messageTraits/cloudEvent")),
            ["payload"] = new JsonObject { ["$ref"] = $"./{message.SchemaFile}" },
        };
        if (binding.ContainsKey("correlationData"))
        {
            written["correlationId"] = new JsonObject { ["location"] = "$message.payload#/correlationId" };
        }

        written["bindings"] = new JsonObject { ["mqtt"] = binding };
        written["examples"] = new JsonArray([.. ContractText.Examples(message).Select(example => new JsonObject { ["payload"] = example })]);
        return written;
    }

    private static JsonObject CloudEvent() => new()
    {
        ["description"] = "CloudEvents 1.0 attributes and the W3C trace context as MQTT 5 user properties. They are for tools: nothing is decided by them, and an instrument may leave them out.",
        ["headers"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(CloudEvents.Select(property =>
                KeyValuePair.Create(property.Key, (JsonNode?)new JsonObject { ["type"] = "string", ["description"] = property.Value }))),
        },
    };

    private static JsonObject Reference(string path) => new() { ["$ref"] = $"#/{path}" };
}
