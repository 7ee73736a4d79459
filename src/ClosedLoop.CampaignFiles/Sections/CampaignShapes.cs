namespace ClosedLoop.CampaignFiles;

/// <summary>Every kind of map in a campaign file.</summary>
internal static class CampaignShapes
{
    public static readonly Shape Campaign = new(
        "campaign", "name", "seed", "lab", "parameters", "constraints", "forbidden", "context", "table", "objectives", "limits", "cost", "sources", "workflow", "batch", "initial", "budget", "stop", "onFailure",
        "optimizer", "planner", "simulate", "priority");

    public static readonly Shape Continuous = new("continuous", "type", "lower", "upper", "scale", "periodic", "unit");
    public static readonly Shape Integer = new("integer", "type", "lower", "upper", "unit");
    public static readonly Shape Discrete = new("discrete", "type", "levels", "unit");
    public static readonly Shape Categorical = new("categorical", "type", "levels");
    public static readonly Shape Composition = new("composition", "type", "parts", "total", "step", "unit");
    public static readonly Shape Fixed = new("fixed", "type", "value", "unit");
    public static readonly Shape Context = new("context", "lower", "upper", "unit");
    public static readonly Shape Part = new("part", "lower", "upper");
    public static readonly Shape Table = new("table", "file", "columns", "rows");
    public static readonly Shape Objective = new("objective", "goal", "target", "unit", "plausible");
    public static readonly Shape Limit = new("limit", "atLeast", "atMost");
    public static readonly Shape Source = new("source", "cost", "target", "approximates");
    public static readonly Shape Step = new("step", "step", "capability", "inputs", "outputs", "deadline", "within", "approve", "retry", "repeatable", "cost", "costOutput", "source");
    public static readonly Shape Constant = new("constant", "value");
    public static readonly Shape Window = new("window", "time", "missed");
    public static readonly Shape Approval = new("approval", "within", "otherwise");
    public static readonly Shape Retry = new("retry", "attempts");
    public static readonly Shape Batch = new("batch", "mode", "size");
    public static readonly Shape Budget = new("budget", "trials", "time", "cost");
    public static readonly Shape Stop = new("stop", "target", "noProgress");
    public static readonly Shape TargetReached = new("targetReached", "objective", "value");
    public static readonly Shape Optimizer = new("optimizer", "surrogate", "acquisition");
    public static readonly Shape Planner = new("planner", "mqtt");
    public static readonly Shape MqttPlanner = new("mqttPlanner", "name", "deadline");
    public static readonly Shape Simulate = new("simulate", "instruments");
    public static readonly Shape OnFailure = new("onFailure", "failed", "unconverged", "infrastructure", "implausible");
    public static readonly Shape NoProgress = new("noProgress", "trials", "improvement");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        Campaign, Continuous, Integer, Discrete, Categorical, Composition, Fixed, Context, Part, Table, Objective, Limit, Source, Step, Constant, Window, Approval, Retry, Batch, Budget, Stop, TargetReached,
        NoProgress, Optimizer, Planner, MqttPlanner, Simulate, OnFailure,
    ];
}
