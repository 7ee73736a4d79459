using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads one parameter of type composition.</summary>
internal sealed class CompositionSection(NodeReader reader)
{
    private const double Tolerance = 1e-6;
    private const int MostSteps = 100_000;
    private const string Example = "[Fe, Ni, Cr]";

    /// <summary>The parameter, or null when it is broken.</summary>
    public CompositionParameter? Read(string name, MapReader keys)
    {
        var before = reader.Errors.Count;
        var total = Positive(keys.Find("total")) ?? 1;
        var step = Positive(keys.Need("step", "step: 0.05"));
        var unit = keys.ReadText("unit", "mol %");
        var parts = keys.Need("parts", $"parts: {Example}") is { } node ? ReadParts(node, total) : [];
        if (reader.Errors.Count > before || step is not { } grain || parts.Count == 0)
        {
            return null;
        }

        CheckSum(keys, parts.Select(part => part.Part).ToList(), total, grain);
        foreach (var (part, partNode) in parts)
        {
            CheckGrain(partNode, part, grain);
        }

        return reader.Errors.Count > before
            ? null
            : new CompositionParameter { Name = name, Parts = [.. parts.Select(part => part.Part)], Total = total, Step = grain, Unit = unit };
    }

    private double? Positive(FileNode? node)
    {
        if (node is null || reader.Number(node) is not { } number)
        {
            return null;
        }

        if (number <= 0)
        {
            reader.Errors.Add(node, $"{number} is not above zero");
        }

        return number;
    }

    private List<(CompositionPart Part, FileNode Node)> ReadParts(FileNode node, double total)
    {
        var named = node switch
        {
            MapNode map => map.Entries.Select(entry => ((FileNode)entry.Key, (FileNode?)entry.Value)),
            ListNode list => list.Items.Select(item => (item, (FileNode?)null)),
            _ => [],
        };
        var parts = new List<(CompositionPart Part, FileNode Node)>();
        var count = 0;
        foreach (var (nameNode, bounds) in named)
        {
            count++;
            if (reader.Key(nameNode, "part name") is not { } name)
            {
                continue;
            }

            if (parts.Any(part => part.Part.Name == name))
            {
                reader.Errors.Add(nameNode, $"the part '{name}' is listed twice; keep one of them");
                continue;
            }

            parts.Add((ReadBounds(name, bounds, total), bounds ?? nameNode));
        }

        if (count < 2)
        {
            reader.Errors.Add(
                node,
                $"expected at least two parts such as {Example} or {{Fe: {{lower: 0.1, upper: 0.8}}, Ni: {{}}}}, found {(count == 1 ? "one" : node.Kind)}");
        }

        return parts;
    }

    private CompositionPart ReadBounds(string name, FileNode? node, double total)
    {
        if (node is null || reader.Map(node, CampaignShapes.Part, "{lower: 0.1, upper: 0.8}, or {} for no bounds") is not { } keys)
        {
            return new CompositionPart(name, 0, total);
        }

        var lower = keys.Read<double>("lower", reader.Number) ?? 0;
        var upper = keys.Read<double>("upper", reader.Number) ?? total;
        if (lower < 0 || upper > total || lower > upper)
        {
            reader.Errors.Add(node, $"the bounds {lower} to {upper} do not fit; a part ascends within 0 to the total {total}");
        }

        return new CompositionPart(name, lower, upper);
    }

    private void CheckSum(MapReader keys, List<CompositionPart> parts, double total, double step)
    {
        if (!IsMultiple(total, step))
        {
            reader.Errors.Add(
                keys.Find("step")!,
                $"the total {total} is not a multiple of the step {step}; choose one that divides it, such as {Round(total / Math.Ceiling(total / step))}");
        }

        if (total / step > MostSteps)
        {
            reader.Errors.Add(keys.Find("step")!, $"the step {step} divides the total into more than {MostSteps} steps; use at least {Round(total / MostSteps)}");
        }

        var (least, most) = (parts.Sum(part => part.Lower), parts.Sum(part => part.Upper));
        if (least > total + (Tolerance * step))
        {
            reader.Errors.Add(keys.Find("parts")!, $"the lower bounds sum to {Round(least)}, more than the total {total}");
        }

        if (most < total - (Tolerance * step))
        {
            reader.Errors.Add(keys.Find("parts")!, $"the upper bounds sum to {Round(most)}, less than the total {total}");
        }
    }

    private void CheckGrain(FileNode node, CompositionPart part, double step)
    {
        foreach (var bound in new[] { part.Lower, part.Upper }.Where(bound => !IsMultiple(bound, step)))
        {
            // When the total is no multiple, that is the mistake, and every bound left out would repeat it.
            if (node is MapNode)
            {
                reader.Errors.Add(node, $"the bound {bound} is not a multiple of the step {step}; use {Round(Math.Round(bound / step) * step)}");
            }
        }
    }

    private static bool IsMultiple(double value, double step) => Math.Abs((value / step) - Math.Round(value / step)) <= Tolerance;

    private static double Round(double value) => Math.Round(value, 9);
}
