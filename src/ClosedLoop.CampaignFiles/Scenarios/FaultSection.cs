using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads one fault of a scenario file.</summary>
internal sealed class FaultSection(NodeReader reader)
{
    private static readonly TimeSpan DefaultDown = TimeSpan.FromSeconds(10);

    private static readonly string[] OfBroker = ["broker-restart"];

    /// <summary>The fault, or null when it is broken.</summary>
    public Fault? Read(FileNode node)
    {
        if (node is not MapNode map)
        {
            reader.Errors.Add(node, $"expected a map such as {{kind: hang, after: 3 steps}}, found {node.Kind}");
            return null;
        }

        var kindNode = map.Entries.FirstOrDefault(entry => entry.Key.Text == "kind")?.Value;
        if (kindNode is null)
        {
            new MapReader(map, ScenarioShapes.Fault, reader).Need("kind", $"kind: and one of {string.Join(", ", ScenarioShapes.Kinds.Keys)}");
            return null;
        }

        if (reader.Text(kindNode, "hang") is not { } kind)
        {
            return null;
        }

        if (!ScenarioShapes.Kinds.ContainsKey(kind))
        {
            reader.Errors.Add(kindNode, $"'{kind}' is not a kind of fault; {Suggestion.Hint(kind, [.. ScenarioShapes.Kinds.Keys], "the kinds are")}");
            return null;
        }

        return ReadKind(kind, new MapReader(map, ScenarioShapes.Of(kind), reader));
    }

    private Fault? ReadKind(string kind, MapReader keys)
    {
        var before = reader.Errors.Count;
        var trigger = new TriggerSection(reader).Read(keys);
        var target = keys.Find("target") is { } targetNode ? Target(kind, targetNode) : FaultTarget.Any;
        Fault? fault = kind switch
        {
            "hang" or "reject" or "error" or "slow" => OfStep(kind, keys),
            "drift" or "bias" or "nan" or "outlier" or "stuck" => OfResult(kind, keys),
            "drop" or "duplicate" or "delay" or "reorder" or "late-will" => OfMessage(kind, keys),
            "disk-full" or "disk-slow" or "disk-torn" => OfDisk(kind, keys),
            _ => AtMoment(kind, keys),
        };
        if (fault is Fault.Partition or Fault.DiskFull && trigger.For is null)
        {
            reader.Errors.Add(keys.Node, $"the key 'for' is missing: how long does it last? Add for: 2 min");
        }

        return reader.Errors.Count > before ? null : fault! with { Target = target!, Trigger = trigger };
    }

    private Fault? OfStep(string kind, MapReader keys) => kind switch
    {
        "hang" => new Fault.Hang(keys.Read("length", reader.Duration)),
        "reject" => new Fault.Reject(),
        "error" => keys.Need("sample", "sample: untouched, altered or unknown") is { } sample ? Error(sample) : null,
        _ => keys.Need("factor", "factor: 3") is { } factor && reader.NumberWithin(factor, 0.001, 1_000_000) is { } times ? new Fault.Slow(times) : null,
    };

    private Fault.Error? Error(FileNode node)
    {
        var fate = reader.Choice(
            node,
            "fate of a sample",
            ("untouched", SampleFate.Untouched),
            ("altered", SampleFate.Altered),
            ("unknown", SampleFate.Unknown));
        return fate is { } known ? new Fault.Error(known) : null;
    }

    private Fault.OfResult? OfResult(string kind, MapReader keys)
    {
        var output = keys.Find("output") is { } node ? reader.Key(node, "output") : null;
        Fault.OfResult? fault = kind switch
        {
            "drift" => keys.Need("per_hour", "per_hour: 0.5") is { } rate && reader.Number(rate) is { } perHour ? new Fault.Drift(perHour) : null,
            "bias" => Bias(keys),
            "nan" => new Fault.NotANumber(),
            "outlier" => keys.Need("by", "by: 100") is { } by && reader.Number(by) is { } far ? new Fault.Outlier(far) : null,
            _ => new Fault.Stuck(),
        };
        return fault is null ? null : fault with { Output = output };
    }

    private Fault.Bias? Bias(MapReader keys)
    {
        if (keys.Find("add") is null && keys.Find("multiply") is null)
        {
            reader.Errors.Add(keys.Node, "a bias needs add: 2.5, or multiply: 1.1, or both");
            return null;
        }

        return new Fault.Bias(keys.Read("add", reader.Number) ?? 0, keys.Read("multiply", reader.Number) ?? 1);
    }

    private Fault.AtMoment? AtMoment(string kind, MapReader keys)
    {
        if (kind is "partition" or "stock-empty" or "nobody-answers")
        {
            return kind == "partition" ? new Fault.Partition() : kind == "stock-empty" ? new Fault.StockEmpty() : new Fault.NobodyAnswers();
        }

        if (kind is "clock-jump")
        {
            return keys.Need("by", "by: 1 h, or -1 h for back") is { } by && Signed(by) is { } jump ? new Fault.ClockJump(jump) : null;
        }

        var down = keys.Read("down", reader.Duration) ?? DefaultDown;
        return kind switch
        {
            "restart" => new Fault.Restart(down),
            "power-cut" => new Fault.PowerCut(down),
            "lose-ledger" => new Fault.LoseLedger(down),
            _ => new Fault.BrokerRestart(down, keys.Read("forgets", reader.Flag) ?? false),
        };
    }

    private Fault.OfMessage? OfMessage(string kind, MapReader keys)
    {
        if (kind is "drop" or "duplicate")
        {
            return kind is "drop" ? new Fault.Drop() : new Fault.Duplicate();
        }

        if (keys.Need("by", "by: 2 s") is not { } node || reader.Duration(node) is not { } by)
        {
            return null;
        }

        return kind switch
        {
            "delay" => new Fault.Delay(by),
            "reorder" => new Fault.Reorder(by),
            _ => new Fault.LateWill(by),
        };
    }

    private Fault.OfDisk? OfDisk(string kind, MapReader keys) => kind switch
    {
        "disk-full" => new Fault.DiskFull(),
        "disk-torn" => new Fault.DiskTorn(),
        _ => keys.Need("by", "by: 200 ms") is { } node && reader.Duration(node) is { } by ? new Fault.DiskSlow(by) : null,
    };

    private FaultTarget? Target(string kind, FileNode node)
    {
        if (reader.Name(node, "target") is not { } name)
        {
            return null;
        }

        var target = new FaultTarget(name);
        if (kind is "stock-empty" or "nobody-answers")
        {
            reader.Errors.Add(node, $"a {kind} strikes no machine; leave target out");
        }
        else if (OfBroker.Contains(kind) && name != "broker")
        {
            reader.Errors.Add(node, $"a {kind} strikes the broker alone; leave target out");
        }
        else if (!OfBroker.Contains(kind) && name == "broker")
        {
            reader.Errors.Add(node, $"a {kind} strikes an instrument or the host, not the broker; use an instrument's id, a capability, any or host");
        }
        else if (target.IsHost && kind is "hang" or "reject" or "error" or "slow" or "drift" or "bias" or "nan" or "outlier" or "stuck" or "lose-ledger")
        {
            reader.Errors.Add(node, $"the host has no {kind}; use an instrument's id, a capability or any");
        }

        return target;
    }

    private TimeSpan? Signed(FileNode node)
    {
        if (node is ScalarNode { IsNothing: false } scalar && scalar.Text.StartsWith('-'))
        {
            return reader.Duration(scalar with { Text = scalar.Text[1..].TrimStart() }) is { } back ? -back : null;
        }

        return reader.Duration(node);
    }
}
