using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Something that an optimizer is asked. A closed set of records, one for each verb of the protocol in <c>docs/optimizer</c>.</summary>
public abstract record OptimizerRequest
{
    /// <summary>This is the space, and these are the objectives; whatever was told before is forgotten.</summary>
    /// <param name="Problem">A campaign, perhaps without workflow and budget.</param>
    public sealed record Declare(CampaignSpec Problem) : OptimizerRequest;

    /// <summary>These trials have ended.</summary>
    /// <param name="Trials">In the order in which they ended.</param>
    public sealed record Tell(IReadOnlyList<ToldTrial> Trials) : OptimizerRequest;

    /// <summary>What should be tried next?</summary>
    /// <param name="Count">How many candidates are wanted, at least 1.</param>
    /// <param name="Pending">Candidates in flight.</param>
    public sealed record Ask(int Count, IReadOnlyList<Candidate> Pending) : OptimizerRequest
    {
        /// <summary>The context now, by name; null, or what is absent of it, is what was told last.</summary>
        public IReadOnlyDictionary<string, double>? Context { get; init; }

        /// <summary>For each pending candidate the name of its source, null for the target; empty when no sources are declared.</summary>
        public IReadOnlyList<string?> PendingSources { get; init; } = [];

        /// <summary>What may still be spent besides what is pending, in the unit of the sources' costs; null for no limit.</summary>
        public double? Remaining { get; init; }
    }

    /// <summary>What would these give?</summary>
    /// <param name="Candidates">At least one.</param>
    public sealed record Predict(IReadOnlyList<Candidate> Candidates) : OptimizerRequest;

    /// <summary>Why would they give that?</summary>
    /// <param name="Candidates">At least one.</param>
    public sealed record Explain(IReadOnlyList<Candidate> Candidates) : OptimizerRequest;

    /// <summary>What is the surrogate, and why that one?</summary>
    public sealed record Model : OptimizerRequest;

    /// <summary>Which trial was the best?</summary>
    public sealed record Best : OptimizerRequest;

    /// <summary>Which trials does no other one surpass?</summary>
    public sealed record Front : OptimizerRequest;

    /// <summary>Which parameters matter?</summary>
    public sealed record Importances : OptimizerRequest;

    /// <summary>Forget what was told; the declaration stays.</summary>
    public sealed record Reset : OptimizerRequest;

    /// <summary>That is all.</summary>
    public sealed record Quit : OptimizerRequest;
}
