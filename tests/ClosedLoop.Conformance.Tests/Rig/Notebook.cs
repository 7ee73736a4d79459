using ClosedLoop.Domain;

namespace ClosedLoop.Conformance.Tests;

/// <summary>The scripted instrument's memory; it outlives its lives.</summary>
internal sealed class Notebook
{
    public string LedgerId { get; set; } = "notebook-1";

    public long Epoch { get; set; } = 100;

    public int Lives { get; set; }

    public string Activity { get; set; } = "idle";

    public Dictionary<DispatchId, Page> Pages { get; } = [];

    public Dictionary<string, long> Epochs { get; } = [];
}
