using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace ClosedLoop.Messaging;

/// <summary>A host asks a planner. It says everything that the answer may depend on, so a planner need not remember anything. Never retained; always expires.</summary>
public sealed record PlannerQuestionMessage
{
    /// <summary>The campaign's name.</summary>
    [MinLength(1)]
    public required string Campaign { get; init; }

    /// <summary>The run; a planner may keep what it has fitted for it.</summary>
    [MinLength(1)]
    public required string Run { get; init; }

    /// <summary>The problem in the words of a campaign file: `parameters`, `constraints`, `table`, `objectives`, `sources`, `initial`, `seed`, `onFailure` and so on.</summary>
    public required JsonElement Declare { get; init; }

    /// <summary>The trials that have ended, in the order in which they did.</summary>
    public required IReadOnlyList<PlannerTrial> Tell { get; init; }

    /// <summary>What is wanted; absent when only the model is.</summary>
    public PlannerAsk? Ask { get; init; }

    /// <summary>When the answer is due; a later one is not waited for.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>Where the answer goes: the response topic once more, for clients of MQTT 3.1.1, which have none.</summary>
    [MinLength(1), MaxLength(2048)]
    [RegularExpression("^[^+#\\u0000-\\u001f]*$", ErrorMessage = "a topic that can be published to")]
    public string? ReplyTo { get; init; }

    /// <summary>What the answer repeats: the correlation data once more. The same question has the same one, also after a restart of the host.</summary>
    [MaxLength(1024)]
    public string? CorrelationId { get; init; }
}
