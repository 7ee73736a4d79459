using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>One attempt at one stage of one dispatch.</summary>
public sealed record CalculationRun
{
    /// <summary>The dispatch that it belongs to.</summary>
    public required DispatchId DispatchId { get; init; }

    /// <summary>What runs.</summary>
    public required CalculationStage Stage { get; init; }

    /// <summary>Attempt at the stage within the dispatch, from 1: corrections and continuations count up.</summary>
    public required int Attempt { get; init; }

    /// <summary>Its own folder, an absolute path, with the input files in it.</summary>
    public required string Folder { get; init; }

    /// <summary>What it needs.</summary>
    public required RunResources Resources { get; init; }

    /// <summary>Unique among all runs for ever: <c>{dispatch}.{stage}.{attempt}</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{DispatchId}.{Stage.Name}.{Attempt}");

    /// <summary>Where an execution keeps its own records of the run: beside the folder, so that no program meets them.</summary>
    public string RecordFolder => Folder + ".run";
}
