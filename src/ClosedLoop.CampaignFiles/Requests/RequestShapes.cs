namespace ClosedLoop.CampaignFiles;

/// <summary>Every kind of map in a request to the optimizer that a campaign file does not have.</summary>
internal static class RequestShapes
{
    public static readonly Shape Request = new("request", ["id", .. Verbs]);
    public static readonly Shape FromFile = new("fromFile", "campaign", "seed");
    public static readonly Shape Observation = new("observation", "id", "candidate", "values", "failed", "teaches", "cost", "noise", "source", "context");
    public static readonly Shape Ask = new("ask", "n", "pending", "context", "remaining");
    public static readonly Shape Pending = new("pending", "candidate", "source");
    public static readonly Shape Predict = new("predict", "candidates");
    public static readonly Shape Explain = new("explain", "candidates");
    public static readonly Shape Nothing = new("nothing");

    /// <summary>What can be asked for.</summary>
    public static IReadOnlyList<string> Verbs => ["declare", "tell", "ask", "predict", "explain", "model", "best", "front", "importances", "reset", "quit"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Shape> All { get; } = [Request, FromFile, Observation, Ask, Pending, Predict, Explain, Nothing];
}
